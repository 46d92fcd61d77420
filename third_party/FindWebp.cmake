# Webp::demux - libwebp's decoder and its reader of containers; Webp::mux - its encoder of animations.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_WEBP QUIET libwebpmux)
find_path(Webp_INCLUDE_DIR webp/mux.h HINTS ${PC_WEBP_INCLUDE_DIRS})
find_library(Webp_LIBRARY webp HINTS ${PC_WEBP_LIBRARY_DIRS})
find_library(Webp_DEMUX_LIBRARY webpdemux HINTS ${PC_WEBP_LIBRARY_DIRS})
find_library(Webp_MUX_LIBRARY webpmux HINTS ${PC_WEBP_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Webp
  REQUIRED_VARS Webp_LIBRARY Webp_DEMUX_LIBRARY Webp_MUX_LIBRARY Webp_INCLUDE_DIR VERSION_VAR PC_WEBP_VERSION)
if(Webp_FOUND AND NOT TARGET Webp::demux)
  add_library(Webp::demux UNKNOWN IMPORTED)
  set_target_properties(Webp::demux PROPERTIES IMPORTED_LOCATION "${Webp_DEMUX_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Webp_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${Webp_LIBRARY}")
  add_library(Webp::mux UNKNOWN IMPORTED)
  set_target_properties(Webp::mux PROPERTIES IMPORTED_LOCATION "${Webp_MUX_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Webp_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${Webp_LIBRARY}")
endif()
mark_as_advanced(Webp_INCLUDE_DIR Webp_LIBRARY Webp_DEMUX_LIBRARY Webp_MUX_LIBRARY)
