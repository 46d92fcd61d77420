// The relation of core/geometry/axis for shaders: pixel = window*stride + tap*dilation - pad.
//
// The common subset of GLSL 3.30 and C++: a shader puts this text after its #version line, a test compiles
// it as C++ and holds it against axis. So: only int, no references, no out parameters, and no division or
// remainder of negative numbers, which GLSL leaves undefined. Numbers and products stay below 2^31.

// Quotients rounded down and up; b > 0.
int relation_floor_div(int a, int b) {
  return a >= 0 ? a / b : -((b - 1 - a) / b);
}

int relation_ceil_div(int a, int b) {
  return a > 0 ? (a + b - 1) / b : -(-a / b);
}

// The tap through which a pixel and a window touch, or -1.
int relation_tap(int pixel, int window, int stride, int dilation, int pad, int taps) {
  int reach = pixel + pad - window * stride;
  if (reach < 0) return -1;
  int tap = reach / dilation;
  return tap * dilation == reach && tap < taps ? tap : -1;
}

// How many contacts the windows [window0, window1) and the pixels [pixel0, pixel1) have with one another:
// the nonzeros of a block of the matrix, for one that is drawn smaller than its entries. Empty ranges count 0.
int relation_count(int pixel0, int pixel1, int window0, int window1, int stride, int dilation, int pad, int taps) {
  int count = 0;
  for (int tap = 0; tap < taps; ++tap) {
    int shift = pad - tap * dilation;
    int first = relation_ceil_div(pixel0 + shift, stride);
    int end = relation_ceil_div(pixel1 + shift, stride);
    first = first > window0 ? first : window0;
    end = end < window1 ? end : window1;
    if (end > first) count += end - first;
  }
  return count;
}
