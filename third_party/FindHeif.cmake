# Heif::heif - libheif, whose own CMake package is called libheif and is not in every distribution.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_HEIF QUIET libheif)
find_path(Heif_INCLUDE_DIR libheif/heif.h HINTS ${PC_HEIF_INCLUDE_DIRS})
find_library(Heif_LIBRARY heif HINTS ${PC_HEIF_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Heif REQUIRED_VARS Heif_LIBRARY Heif_INCLUDE_DIR VERSION_VAR PC_HEIF_VERSION)
if(Heif_FOUND AND NOT TARGET Heif::heif)
  add_library(Heif::heif UNKNOWN IMPORTED)
  set_target_properties(Heif::heif PROPERTIES IMPORTED_LOCATION "${Heif_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Heif_INCLUDE_DIR}")
endif()
mark_as_advanced(Heif_INCLUDE_DIR Heif_LIBRARY)
