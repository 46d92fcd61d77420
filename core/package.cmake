# The core as a library for other projects: headers, the static library and a CMake package.
#   find_package(convscope 0.1 REQUIRED)
#   target_link_libraries(theirs PRIVATE convscope::core)
include(CMakePackageConfigHelpers)

set(PACKAGE_FOLDER "${CMAKE_INSTALL_LIBDIR}/cmake/convscope")
add_library(convscope::core ALIAS convscope_core)
set_target_properties(convscope_core PROPERTIES EXPORT_NAME core)
target_compile_features(convscope_core PUBLIC cxx_std_20)

install(TARGETS convscope_core EXPORT convscope
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/convscope")
install(DIRECTORY core DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/convscope" FILES_MATCHING PATTERN "*.hpp"
  REGEX "/(base/json|network/keras_layers)\\.hpp$" EXCLUDE)  # between our readers, with types of their JSON library
install(EXPORT convscope NAMESPACE convscope:: FILE convscope-targets.cmake DESTINATION "${PACKAGE_FOLDER}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/convscope-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
# What was found here has to be found there.
set(CONVSCOPE_WITH_HEIF ${Heif_FOUND})
configure_file(core/convscope-config.cmake "${CMAKE_CURRENT_BINARY_DIR}/convscope-config.cmake" @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/convscope-config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/convscope-config-version.cmake" third_party/FindStb.cmake
  third_party/FindWebp.cmake third_party/FindLcms2.cmake third_party/FindMd4c.cmake third_party/FindHeif.cmake third_party/FindIsal.cmake
  DESTINATION "${PACKAGE_FOLDER}")
