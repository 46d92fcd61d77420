# Egl::egl - OpenGL without a window. CMake's own FindOpenGL would also insist on libOpenGL, which epoxy makes needless.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_EGL QUIET egl)
find_path(Egl_INCLUDE_DIR EGL/egl.h HINTS ${PC_EGL_INCLUDE_DIRS})
find_library(Egl_LIBRARY EGL HINTS ${PC_EGL_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Egl REQUIRED_VARS Egl_LIBRARY Egl_INCLUDE_DIR VERSION_VAR PC_EGL_VERSION)
if(Egl_FOUND AND NOT TARGET Egl::egl)
  add_library(Egl::egl UNKNOWN IMPORTED)
  set_target_properties(Egl::egl PROPERTIES IMPORTED_LOCATION "${Egl_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Egl_INCLUDE_DIR}")
endif()
mark_as_advanced(Egl_INCLUDE_DIR Egl_LIBRARY)
