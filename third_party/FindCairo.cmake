# Cairo::cairo - the 2-D library behind PNG and PDF, with its FreeType font backend.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_CAIRO QUIET cairo-ft)
find_path(Cairo_INCLUDE_DIR cairo.h HINTS ${PC_CAIRO_INCLUDE_DIRS} PATH_SUFFIXES cairo)
find_library(Cairo_LIBRARY cairo HINTS ${PC_CAIRO_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Cairo REQUIRED_VARS Cairo_LIBRARY Cairo_INCLUDE_DIR
                                  VERSION_VAR PC_CAIRO_VERSION)
if(Cairo_FOUND AND NOT TARGET Cairo::cairo)
  add_library(Cairo::cairo UNKNOWN IMPORTED)
  set_target_properties(Cairo::cairo PROPERTIES IMPORTED_LOCATION "${Cairo_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Cairo_INCLUDE_DIR}")
endif()
mark_as_advanced(Cairo_INCLUDE_DIR Cairo_LIBRARY)
