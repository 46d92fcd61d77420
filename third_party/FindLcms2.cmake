# Lcms2::lcms2 - Little CMS 2, which has no CMake package of its own.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_LCMS2 QUIET lcms2)
find_path(Lcms2_INCLUDE_DIR lcms2.h HINTS ${PC_LCMS2_INCLUDE_DIRS})
find_library(Lcms2_LIBRARY lcms2 HINTS ${PC_LCMS2_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Lcms2 REQUIRED_VARS Lcms2_LIBRARY Lcms2_INCLUDE_DIR VERSION_VAR PC_LCMS2_VERSION)
if(Lcms2_FOUND AND NOT TARGET Lcms2::lcms2)
  add_library(Lcms2::lcms2 UNKNOWN IMPORTED)
  set_target_properties(Lcms2::lcms2 PROPERTIES IMPORTED_LOCATION "${Lcms2_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Lcms2_INCLUDE_DIR}")
endif()
mark_as_advanced(Lcms2_INCLUDE_DIR Lcms2_LIBRARY)
