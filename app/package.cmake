# The program for people: installed with what a desktop needs to know of it, and as packages (./dev package).
# Two components: `program`, and `bundle`, which a relocatable archive has besides: the shared libraries and fonts
# that another distribution has in other versions or not at all.
set(DESKTOP_ID org.convscope.ConvScope)
install(TARGETS convscope COMPONENT program)
install(DIRECTORY assets shaders DESTINATION "${CMAKE_INSTALL_DATADIR}/convscope" COMPONENT program
  PATTERN desktop EXCLUDE)
install(FILES LICENSE README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT program)
install(FILES assets/desktop/copyright DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/convscope" COMPONENT program)
install(FILES assets/desktop/${DESKTOP_ID}.desktop DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" COMPONENT program)
install(FILES assets/desktop/${DESKTOP_ID}.metainfo.xml DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo" COMPONENT program)
install(FILES assets/desktop/convscope.svg DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps"
  COMPONENT program)
install(FILES assets/desktop/convscope-mime.xml DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages"
  RENAME convscope.xml COMPONENT program)
# Compressed as Debian wants it, without the time.
set(CHANGELOG "${CMAKE_CURRENT_BINARY_DIR}/changelog.gz")
execute_process(COMMAND gzip -9nc "${CMAKE_SOURCE_DIR}/assets/desktop/changelog" OUTPUT_FILE "${CHANGELOG}")
install(FILES "${CHANGELOG}" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/convscope" COMPONENT program)
install(SCRIPT app/documents.cmake COMPONENT program)
install(SCRIPT app/bundle.cmake COMPONENT bundle EXCLUDE_FROM_ALL)

set(CPACK_PACKAGE_NAME convscope)
set(CPACK_PACKAGE_VENDOR "The ConvScope developers")
set(CPACK_PACKAGE_CONTACT "The ConvScope developers <developers@convscope.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "see convolution and transposed convolution")
set(CPACK_PACKAGE_DESCRIPTION "ConvScope animates the kernel sliding for convolution and scattering for
transposed convolution, forward and backward, shows the sparse matrix behind
both, does the size arithmetic in the dialects of the frameworks, and draws
checkerboard artifacts on photographs beside the upsamplers that avoid them.
It has a window and a command line.")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What is opened while it runs is no library that it is linked with.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libgl1, libegl1, fonts-inter, fonts-jetbrains-mono, fonts-dejavu-core")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libgl1-mesa-dri, gnome-control-center-faces | gnome-control-center-data, libheif-plugin-libde265, zenity")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "ffmpeg, fonts-noto-cjk | fonts-wqy-microhei")
include(CPack)
