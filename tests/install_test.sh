#!/usr/bin/env bash
# An installed copy works where it stands: program, data and documents under one prefix, and the core as a
# library, with which the example of its front door is built and run.
# usage: install_test.sh CMAKE BUILD_FOLDER
set -euo pipefail

cmake=$1 build=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$cmake" --install "$build" --prefix "$prefix/first" >/dev/null
mv "$prefix/first" "$prefix/second"
cd "$prefix"
for file in bin/convscope share/convscope/assets/scenario.schema.json share/convscope/shaders/image_stage.frag \
  share/doc/convscope/LICENSE share/doc/convscope/copyright share/applications/org.convscope.ConvScope.desktop \
  share/icons/hicolor/scalable/apps/convscope.svg share/metainfo/org.convscope.ConvScope.metainfo.xml \
  share/mime/packages/convscope.xml share/man/man1/convscope.1.gz share/bash-completion/completions/convscope \
  share/zsh/site-functions/_convscope share/fish/vendor_completions.d/convscope.fish; do
  [[ -s second/$file ]] || { echo "not installed: $file"; exit 1; }
done
# What desktops read, checked by their own tools where these are installed.
share=second/share
if command -v desktop-file-validate >/dev/null; then desktop-file-validate $share/applications/*.desktop; fi
# There is no homepage to name, which the newest AppStream (1.1) warns of and Debian 12's does not know.
if command -v appstreamcli >/dev/null; then
  appstreamcli validate --no-net --override=url-homepage-missing=info $share/metainfo/*.xml >/dev/null 2>&1 ||
    appstreamcli validate --no-net $share/metainfo/*.xml
fi
if command -v update-mime-database >/dev/null; then
  update-mime-database $share/mime 2>/dev/null
  grep -q 'vnd.convscope.scenario+json' $share/mime/globs
fi
second/bin/convscope views | grep -q '^scatter '
second/bin/convscope render "tconv 3x3 k3 s2" -o scatter.png
[[ $(head -c 4 scatter.png | tail -c 3) == PNG ]]

# The example: what is indented after that word in the comment at the front door's head.
front_door=second/include/convscope/core/convscope.hpp
mkdir example
sed -n '\|^// Example|,\|^// It prints| s|^//     ||p' "$front_door" >example/main.cpp
cat >example/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(example LANGUAGES CXX)
find_package(convscope 0.1 REQUIRED)
add_executable(example main.cpp)
target_link_libraries(example PRIVATE convscope::core)
END
generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$build/CMakeCache.txt")
compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
sanitize=$(sed -n 's/^CONVSCOPE_SANITIZE:STRING=//p' "$build/CMakeCache.txt")
{
  "$cmake" -S example -B example/build -G "$generator" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="${sanitize:+-fsanitize=$sanitize}" -DCMAKE_PREFIX_PATH="$prefix/second"
  "$cmake" --build example/build
} >example/log 2>&1 || { cat example/log; exit 1; }
printed=$(example/build/example)
promised=$(sed -n 's|^// It prints: ||p' "$front_door")
[[ -n $promised && $printed == "$promised" ]] || { echo "the example prints '$printed', not '$promised'"; exit 1; }

# Our private dependencies are not a user's: no installed header asks for them.
if grep -rnE '#include <(Eigen|nlohmann|stb|CLI|png|zlib|jpeglib|webp|tiff|libheif|lcms2|gif|imgui|cairo)' second/include; then exit 1; fi
echo "installs and runs, as a program and as a library"
