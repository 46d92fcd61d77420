// Readers of networks' files, a target each; what is read is followed, and run where it is small.
#pragma once

#include <string>

namespace convscope::fuzz {

void onnx(const std::string& bytes);
/// A whole file, or its header up to a zero byte with the data behind: then lengths fit.
void safetensors(const std::string& bytes);
/// A whole archive, or the pickle of one.
void torch(const std::string& bytes);
/// model.json up to a zero byte, and what its files of weights hold.
void keras(const std::string& bytes);
/// Our own.
void network(const std::string& bytes);

}  // namespace convscope::fuzz
