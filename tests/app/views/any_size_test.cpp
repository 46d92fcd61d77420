// A window's user may make it as small as he likes: no size is too small for a view to be drawn. What is no
// number and what lies outside of all bounds is found by the library's assertions and the sanitizers.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

/// The first word of a picture's text that is no finite number though it is made like one.
std::string not_finite(const Picture& picture) {
  std::string text = to_text(picture);
  std::ranges::replace(text, ',', ' ');  // between the numbers of a place
  std::istringstream words(text);
  for (std::string word; words >> word;)
    if (word == "nan" || word == "-nan" || word == "inf" || word == "-inf") return word;
  return "";
}

TEST(Views, AreDrawnAtAnySize) {
  for (std::string_view spec :
       {"conv 1 k1", "conv 7 k3 s2 p1", "tconv 8 k3 s2 w=[1,-2,3]", "conv 9x9 k3 s2 p1", "conv 6x7 k3x2 c3>4",
        "tconv 4x4 k3 s2 p1 op1 w=bilinear", "tconv 3x3 k3 s2 c2>3 w=random:1", "conv 64x64 k3 p1",
        "conv 4x4x4 k3 in=random:1", "tconv 2x2x2 k3 s2"}) {
    const Derived d(parse_spec(spec));
    for (const View& v : views()) {
      if (v.obstacle(d)) continue;
      const Index last = steps(v, d) - 1;
      for (double width : {1.0, 30.0, 100.0, 200.0, 320.0, 1280.0})
        for (double height : {1.0, 30.0, 100.0, 240.0, 720.0})
          for (bool presenting : {false, true}) {
            Style style{.width = width, .height = height};
            if (presenting) present(style);
            for (const Moment& moment : {Moment{0, 0.5}, Moment{last, kSettled}})
              ASSERT_EQ(not_finite(v.draw(d, moment, style)), "")
                  << v.name << " " << spec << " " << width << " x " << height
                  << (presenting ? " present" : "");
          }
    }
  }
}

}  // namespace
}  // namespace convscope
