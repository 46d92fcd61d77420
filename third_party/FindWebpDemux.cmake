# WebpDemux::demux - libwebp's decoder and its reader of containers.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_WEBPDEMUX QUIET libwebpdemux)
find_path(WebpDemux_INCLUDE_DIR webp/demux.h HINTS ${PC_WEBPDEMUX_INCLUDE_DIRS})
find_library(WebpDemux_LIBRARY webpdemux HINTS ${PC_WEBPDEMUX_LIBRARY_DIRS})
find_library(WebpDemux_WEBP_LIBRARY webp HINTS ${PC_WEBPDEMUX_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WebpDemux
  REQUIRED_VARS WebpDemux_LIBRARY WebpDemux_WEBP_LIBRARY WebpDemux_INCLUDE_DIR VERSION_VAR PC_WEBPDEMUX_VERSION)
if(WebpDemux_FOUND AND NOT TARGET WebpDemux::demux)
  add_library(WebpDemux::demux UNKNOWN IMPORTED)
  set_target_properties(WebpDemux::demux PROPERTIES IMPORTED_LOCATION "${WebpDemux_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${WebpDemux_INCLUDE_DIR}" INTERFACE_LINK_LIBRARIES "${WebpDemux_WEBP_LIBRARY}")
endif()
mark_as_advanced(WebpDemux_INCLUDE_DIR WebpDemux_LIBRARY WebpDemux_WEBP_LIBRARY)
