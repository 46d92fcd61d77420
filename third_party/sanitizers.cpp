// Sanitizer builds only: what keeps the GL drivers, which are not ours, out of the reports.

// An unloaded driver's stack frames have no names, and what it never frees on purpose looks like our leak. So
// libraries stay loaded until the process ends.
extern "C" int dlclose(void*) noexcept;
extern "C" int dlclose(void*) noexcept {
  return 0;
}

// LeakSanitizer of GCC 12 follows a wrong pointer into the thread-local memory of a driver's threads and dies
// of it, unless it leaves __tls_get_addr alone.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "intercept_tls_get_addr=0";
}

// Nor are the renderer and Cairo instrumented: how the one's threads and the other's kept contexts are handed
// over cannot be seen.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:swrast_dri.so\ncalled_from_lib:swrast_dri.so\ncalled_from_lib:libcairo.so\n";
}

// What fontconfig loses of its own when it reads its configuration, and dav1d where a file is broken.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\nleak:libdav1d\n";
}
