#include "app/gpu/program.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/resources.hpp"

namespace convscope {

namespace {

/// The driver's first line that says anything.
std::string first_line(const std::string& log) {
  const std::size_t from = log.find_first_not_of(" \n\t");
  if (from == std::string::npos) return "the driver does not say why";
  return log.substr(from, log.find('\n', from) - from);
}

[[noreturn]] void fail_shader(const std::string& name, std::string_view what, const std::string& log) {
  throw Error("shader", fmt::format("{} {}: {}", name, what, first_line(log)),
              "the shaders that come with the program, and OpenGL 3.3");
}

/// A compiled stage; gone with its scope unless a program has it attached.
class Stage {
 public:
  Stage(GLenum kind, const std::string& name, const std::string& text) : id_(glCreateShader(kind)) {
    const char* source = text.c_str();
    glShaderSource(id_, 1, &source, nullptr);
    glCompileShader(id_);
    GLint ok = 0, length = 0;
    glGetShaderiv(id_, GL_COMPILE_STATUS, &ok);
    if (ok) return;
    glGetShaderiv(id_, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
    glGetShaderInfoLog(id_, length, nullptr, log.data());
    glDeleteShader(id_);
    fail_shader(name, "does not compile", log);
  }
  ~Stage() { glDeleteShader(id_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  GLuint id() const { return id_; }

 private:
  GLuint id_;
};

/// The text with a line "#define ..." after its first line, the version.
std::string with_define(std::string text, std::string_view define) {
  if (define.empty()) return text;
  const std::size_t end = text.find('\n');
  return text.insert(end == std::string::npos ? text.size() : end + 1, fmt::format("#define {}\n", define));
}

}  // namespace

Program::Program(const std::string& name, std::initializer_list<std::string_view> uniforms,
                 std::string_view define)
    : Program(from_source(
          name, with_define(read_file(resource_path(fmt::format("shaders/{}.vert", name)), "shader"), define),
          with_define(read_file(resource_path(fmt::format("shaders/{}.frag", name)), "shader"), define),
          uniforms)) {}

Program Program::from_source(const std::string& name, const std::string& vertex, const std::string& fragment,
                             std::initializer_list<std::string_view> uniforms) {
  const Stage first(GL_VERTEX_SHADER, name + ".vert", vertex),
      second(GL_FRAGMENT_SHADER, name + ".frag", fragment);
  Program program;
  program.id_ = glCreateProgram();
  glAttachShader(program.id_, first.id());
  glAttachShader(program.id_, second.id());
  glLinkProgram(program.id_);
  GLint ok = 0, length = 0;
  glGetProgramiv(program.id_, GL_LINK_STATUS, &ok);
  if (!ok) {
    glGetProgramiv(program.id_, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
    glGetProgramInfoLog(program.id_, length, nullptr, log.data());
    fail_shader(name, "does not link", log);
  }
  for (const std::string_view uniform : uniforms) {
    const std::string key(uniform);
    const GLint at = glGetUniformLocation(program.id_, key.c_str());
    if (at < 0) fail_shader(name, "does not fit", fmt::format("it has no uniform '{}'", key));
    program.uniforms_.emplace_back(key, at);
  }
  return program;
}

Program::Program(Program&& other) noexcept
    : id_(std::exchange(other.id_, 0)), uniforms_(std::move(other.uniforms_)) {}

Program::~Program() {
  if (id_) glDeleteProgram(id_);
}

void Program::use() const {
  glUseProgram(id_);
}

int Program::operator[](std::string_view uniform) const {
  return std::ranges::find(uniforms_, uniform, &std::pair<std::string, int>::first)->second;
}

}  // namespace convscope
