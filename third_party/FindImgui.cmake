# Imgui::imgui - Dear ImGui as the distribution builds it: core, GLFW and OpenGL3 backends, FreeType
# in one static library, which needs stb and the GL loader's libraries behind it.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_IMGUI QUIET imgui)
if(PC_IMGUI_FOUND)
  # IMGUI_INCLUDE_DIRS has two entries (imgui and stb); the variable names the one that counts.
  pkg_get_variable(PC_IMGUI_INCLUDEDIR imgui includedir)
endif()
find_path(Imgui_INCLUDE_DIR imgui.h HINTS ${PC_IMGUI_INCLUDEDIR} PATH_SUFFIXES imgui)
find_library(Imgui_LIBRARY imgui HINTS ${PC_IMGUI_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Imgui REQUIRED_VARS Imgui_LIBRARY Imgui_INCLUDE_DIR
                                  VERSION_VAR PC_IMGUI_VERSION)
if(Imgui_FOUND AND NOT TARGET Imgui::imgui)
  add_library(Imgui::imgui UNKNOWN IMPORTED)
  set_target_properties(Imgui::imgui PROPERTIES IMPORTED_LOCATION "${Imgui_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Imgui_INCLUDE_DIR};${Imgui_INCLUDE_DIR}/backends"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${Imgui_INCLUDE_DIR};${Imgui_INCLUDE_DIR}/backends"
    INTERFACE_LINK_LIBRARIES "Stb::stb;Freetype::Freetype;glfw;${CMAKE_DL_LIBS}")
endif()
mark_as_advanced(Imgui_INCLUDE_DIR Imgui_LIBRARY)
