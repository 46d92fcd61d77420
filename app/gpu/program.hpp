// Shader programs: compiled from the files that come with the program, their uniforms found once, at link.
//
//   const Program tiles("image_stage", {"picture_size", "tile"});
//   tiles.use();
//   glUniform4f(tiles["tile"], x, y, w, h);
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace convscope {

class Program {
 public:
  /// shaders/NAME.vert and shaders/NAME.frag; `defines` are put after the version line, as "PASS 1".
  /// Errors: as resource_path and read_file; as from_source.
  Program(const std::string& name, std::initializer_list<std::string_view> uniforms,
          std::string_view define = {});
  /// Errors: Error("shader", ...) with the driver's first complaint where a stage does not compile or link,
  /// and for a uniform that the program does not use.
  static Program from_source(const std::string& name, const std::string& vertex, const std::string& fragment,
                             std::initializer_list<std::string_view> uniforms);
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&&) = delete;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void use() const;
  /// The location of one of the uniforms. Precondition: it was named when the program was made.
  int operator[](std::string_view uniform) const;

 private:
  Program() = default;
  unsigned id_ = 0;
  std::vector<std::pair<std::string, int>> uniforms_;
};

}  // namespace convscope
