// The shader's copy of the relation against core/geometry/axis: compiled as C++, and run on the driver.
#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "app/gpu/objects.hpp"
#include "app/gpu/offscreen.hpp"
#include "core/geometry/axis.hpp"
#include "core/io/files.hpp"

namespace convscope {
namespace {

namespace shader {
#include "shaders/relation.glsl"
}

struct Case {
  Axis axis;
  int n(Index value) const { return static_cast<int>(value); }
  int tap(int pixel, int window) const {
    return shader::relation_tap(pixel, window, n(axis.stride), n(axis.dilation), n(axis.pad), n(axis.taps));
  }
  int count(int i0, int i1, int o0, int o1) const {
    return shader::relation_count(i0, i1, o0, o1, n(axis.stride), n(axis.dilation), n(axis.pad),
                                  n(axis.taps));
  }
};

std::vector<Case> cases() {
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<Index>(random() % static_cast<unsigned>(n)); };
  std::vector<Case> all;
  for (int i = 0; i < 500; ++i)
    all.push_back({{.pixels = 1 + below(14),
                    .windows = 1 + below(10),
                    .taps = 1 + below(5),
                    .stride = 1 + below(4),
                    .dilation = 1 + below(4),
                    .pad = below(9) - 4}});
  return all;
}

/// Tap of every pair by axis, row by row of windows; -1 where they do not touch.
std::vector<int> table(const Axis& axis) {
  std::vector<int> taps(static_cast<std::size_t>(axis.windows * axis.pixels), -1);
  for (Index o = 0; o < axis.windows; ++o) {
    const Slice slice = contacts_of_window(axis, o);
    for (Index n = 0; n < slice.count; ++n)
      taps[static_cast<std::size_t>(o * axis.pixels + slice[n].pixel)] = static_cast<int>(slice[n].tap);
  }
  return taps;
}

TEST(ShaderRelation, DividesLikeAxis) {
  for (int a = -40; a <= 40; ++a)
    for (int b = 1; b <= 9; ++b) {
      EXPECT_EQ(shader::relation_floor_div(a, b), floor_div(a, b)) << a << " / " << b;
      EXPECT_EQ(shader::relation_ceil_div(a, b), ceil_div(a, b)) << a << " / " << b;
    }
}

TEST(ShaderRelation, FindsTheTapsThatAxisFinds) {
  for (const Case& c : cases()) {
    const std::vector<int> expected = table(c.axis);
    std::vector<int> got;
    for (int o = 0; o < c.axis.windows; ++o)
      for (int i = 0; i < c.axis.pixels; ++i) got.push_back(c.tap(i, o));
    ASSERT_EQ(got, expected);
  }
}

TEST(ShaderRelation, CountsBlocks) {
  std::mt19937 random(8);
  for (const Case& c : cases()) {
    const std::vector<int> taps = table(c.axis);
    const int pixels = c.n(c.axis.pixels), windows = c.n(c.axis.windows);
    const int i0 = static_cast<int>(random() % static_cast<unsigned>(pixels)), i1 = pixels;
    const int o0 = 0, o1 = 1 + static_cast<int>(random() % static_cast<unsigned>(windows));
    int expected = 0;
    for (int o = o0; o < o1; ++o)
      for (int i = i0; i < i1; ++i) expected += taps[static_cast<std::size_t>(o * pixels + i)] >= 0;
    ASSERT_EQ(c.count(i0, i1, o0, o1), expected);
    ASSERT_EQ(c.count(i0, i0, o0, o1), 0);
  }
}

GLuint compiled(GLenum kind, const std::string& text) {
  const GLuint shader = glCreateShader(kind);
  const char* source = text.c_str();
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (!good) {
    std::string log(4096, '\0');
    glGetShaderInfoLog(shader, 4096, nullptr, log.data());
    ADD_FAILURE() << log.c_str();
  }
  return shader;
}

TEST(ShaderRelation, RunsOnTheDriverAsItIs) {
  const OffscreenContext context;
  const std::string relation = read_file(CONVSCOPE_SOURCE_DIR "/shaders/relation.glsl", "test");
  const GLuint program = glCreateProgram();
  glAttachShader(program, compiled(GL_VERTEX_SHADER, R"(#version 330 core
    void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0); })"));
  glAttachShader(program, compiled(GL_FRAGMENT_SHADER, "#version 330 core\n" + relation + R"(
    uniform int stride, dilation, pad, taps;
    out vec4 color;
    void main() {
      int pixel = int(gl_FragCoord.x), window = int(gl_FragCoord.y);
      int tap = relation_tap(pixel, window, stride, dilation, pad, taps);
      int count = relation_count(pixel, pixel + 2, window, window + 2, stride, dilation, pad, taps);
      color = vec4(float(tap + 1), float(count), 0.0, 255.0) / 255.0;
    })"));
  glLinkProgram(program);
  GLint linked = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  ASSERT_TRUE(linked);
  GLuint corners = 0;
  glGenVertexArrays(1, &corners);
  glBindVertexArray(corners);
  glUseProgram(program);
  constexpr int pixels = 40, windows = 20;
  const Framebuffer target(pixels, windows);
  for (const Case& c : {Case{{pixels, windows, 3, 2, 1, 1}}, Case{{pixels, windows, 4, 3, 2, -5}},
                        Case{{pixels, windows, 5, 1, 3, 6}}}) {
    const auto set = [&](const char* name, Index value) {
      glUniform1i(glGetUniformLocation(program, name), c.n(value));
    };
    set("stride", c.axis.stride);
    set("dilation", c.axis.dilation);
    set("pad", c.axis.pad);
    set("taps", c.axis.taps);
    target.bind();
    glDrawArrays(GL_TRIANGLES, 0, 3);
    const Image image = target.read();
    for (int o = 0; o < windows; ++o)
      for (int i = 0; i < pixels; ++i) {
        // The image's first row is the framebuffer's last.
        const auto at = static_cast<std::size_t>((windows - 1 - o) * pixels + i) * 4;
        ASSERT_EQ(image.rgba[at], c.tap(i, o) + 1) << "pixel " << i << ", window " << o;
        ASSERT_EQ(image.rgba[at + 1], c.count(i, i + 2, o, o + 2)) << "pixel " << i << ", window " << o;
      }
  }
  glDeleteVertexArrays(1, &corners);
  glDeleteProgram(program);
}

}  // namespace
}  // namespace convscope
