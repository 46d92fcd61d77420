# Epoxy::epoxy - the GL loader; the same code under GLX and EGL.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_EPOXY QUIET epoxy)
find_path(Epoxy_INCLUDE_DIR epoxy/gl.h HINTS ${PC_EPOXY_INCLUDE_DIRS})
find_library(Epoxy_LIBRARY epoxy HINTS ${PC_EPOXY_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Epoxy REQUIRED_VARS Epoxy_LIBRARY Epoxy_INCLUDE_DIR
                                  VERSION_VAR PC_EPOXY_VERSION)
if(Epoxy_FOUND AND NOT TARGET Epoxy::epoxy)
  add_library(Epoxy::epoxy UNKNOWN IMPORTED)
  set_target_properties(Epoxy::epoxy PROPERTIES IMPORTED_LOCATION "${Epoxy_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Epoxy_INCLUDE_DIR}")
endif()
mark_as_advanced(Epoxy_INCLUDE_DIR Epoxy_LIBRARY)
