# What a relocatable archive holds besides the program: shared libraries that distributions have in different
# versions, and the fonts. The C and C++ libraries, OpenGL and what speaks to the display are the system's own.
set(prefix "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}")
set(program "${prefix}/bin/convscope")
file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${program}" RESOLVED_DEPENDENCIES_VAR libraries UNRESOLVED_DEPENDENCIES_VAR missing
  PRE_EXCLUDE_REGEXES "^ld-linux" "^lib(c|m|dl|rt|pthread|resolv|gcc_s)\\.so" "^libstdc[+][+]"
    "^lib(GL|EGL|OpenGL|GLX|GLdispatch|gbm|drm)" "^lib(X11|X11-xcb|xcb|xkbcommon)\\.so" "^libwayland")
if(missing)
  message(FATAL_ERROR "not found: ${missing}")
endif()
set(folder "${prefix}/lib/convscope")
file(MAKE_DIRECTORY "${folder}")
foreach(library IN LISTS libraries)
  get_filename_component(name "${library}" NAME)
  file(REAL_PATH "${library}" real)
  file(COPY_FILE "${real}" "${folder}/${name}")
  file(CHMOD "${folder}/${name}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
  execute_process(COMMAND patchelf --set-rpath "$ORIGIN" "${folder}/${name}" COMMAND_ERROR_IS_FATAL ANY)
  # Each with its licence.
  string(REGEX REPLACE "^/usr" "" before_merge "${real}")
  execute_process(COMMAND dpkg-query --search "${real}" "${before_merge}" OUTPUT_VARIABLE owner ERROR_QUIET
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REGEX REPLACE "[,:].*" "" owner "${owner}")
  if(EXISTS "/usr/share/doc/${owner}/copyright")
    file(INSTALL "/usr/share/doc/${owner}/copyright" DESTINATION "${prefix}/share/doc/convscope/libraries" RENAME "${owner}")
  endif()
endforeach()
execute_process(COMMAND patchelf --set-rpath "$ORIGIN/../lib/convscope" "${program}" COMMAND_ERROR_IS_FATAL ANY)
foreach(font opentype/inter/Inter-Regular.otf opentype/inter/Inter-Medium.otf opentype/inter/Inter-SemiBold.otf
    truetype/jetbrains-mono/JetBrainsMono-Regular.ttf truetype/jetbrains-mono/JetBrainsMono-Bold.ttf
    truetype/dejavu/DejaVuSans.ttf truetype/dejavu/DejaVuSans-Bold.ttf truetype/dejavu/DejaVuSansMono.ttf
    truetype/dejavu/DejaVuSansMono-Bold.ttf)
  file(GLOB found "/usr/share/fonts/${font}")
  if(found)
    file(INSTALL "${found}" DESTINATION "${prefix}/share/convscope/fonts")
  endif()
endforeach()
foreach(package fonts-inter fonts-jetbrains-mono fonts-dejavu-core)
  if(EXISTS "/usr/share/doc/${package}/copyright")
    file(INSTALL "/usr/share/doc/${package}/copyright" DESTINATION "${prefix}/share/doc/convscope/libraries" RENAME "${package}")
  endif()
endforeach()
