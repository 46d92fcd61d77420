# Stb::stb - Debian's libstb: stb_image and friends, compiled (so no IMPLEMENTATION macro).
find_package(PkgConfig QUIET)
pkg_check_modules(PC_STB QUIET stb)
find_path(Stb_INCLUDE_DIR stb_image.h HINTS ${PC_STB_INCLUDE_DIRS} PATH_SUFFIXES stb)
find_library(Stb_LIBRARY stb HINTS ${PC_STB_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Stb REQUIRED_VARS Stb_LIBRARY Stb_INCLUDE_DIR)
if(Stb_FOUND AND NOT TARGET Stb::stb)
  add_library(Stb::stb UNKNOWN IMPORTED)
  set_target_properties(Stb::stb PROPERTIES IMPORTED_LOCATION "${Stb_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Stb_INCLUDE_DIR}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${Stb_INCLUDE_DIR}")
endif()
mark_as_advanced(Stb_INCLUDE_DIR Stb_LIBRARY)
