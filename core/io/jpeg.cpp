#include "core/io/jpeg.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <jpeglib.h>  // needs <cstdio> before it

namespace convscope {

namespace {

/// libjpeg's own answer is exit(); nothing here depends on a user's file.
[[noreturn]] void fail(j_common_ptr codec) {
  char reason[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, reason);
  throw std::runtime_error(std::string("libjpeg: ") + reason);
}

/// A codec that is destroyed whatever happens.
template <class Codec, auto create, auto destroy>
struct Owned {
  jpeg_error_mgr errors{};
  Codec codec{};
  Owned() {
    codec.err = jpeg_std_error(&errors);
    errors.error_exit = fail;
    create(&codec);
  }
  ~Owned() { destroy(&codec); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
};
void create_encoder(jpeg_compress_struct* codec) {
  jpeg_create_compress(codec);
}
void create_decoder(jpeg_decompress_struct* codec) {
  jpeg_create_decompress(codec);
}
using Encoder = Owned<jpeg_compress_struct, create_encoder, jpeg_destroy_compress>;
using Decoder = Owned<jpeg_decompress_struct, create_decoder, jpeg_destroy_decompress>;

/// The bytes of a file in memory that libjpeg grows.
struct Bytes {
  unsigned char* data = nullptr;
  unsigned long size = 0;
  Bytes() = default;
  ~Bytes() { std::free(data); }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
};

void encode(const std::vector<unsigned char>& pixels, Index width, Index height, int channels, int quality,
            Bytes& file) {
  Encoder encoder;
  auto& c = encoder.codec;
  jpeg_mem_dest(&c, &file.data, &file.size);
  c.image_width = static_cast<JDIMENSION>(width);
  c.image_height = static_cast<JDIMENSION>(height);
  c.input_components = channels;
  c.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&c);
  jpeg_set_quality(&c, quality, TRUE);
  jpeg_start_compress(&c, TRUE);
  while (c.next_scanline < c.image_height) {
    auto* row = const_cast<unsigned char*>(pixels.data()) +
                static_cast<std::size_t>(c.next_scanline) * static_cast<std::size_t>(width * channels);
    jpeg_write_scanlines(&c, &row, 1);
  }
  jpeg_finish_compress(&c);
}

void decode(const Bytes& file, std::vector<unsigned char>& pixels, Index width, int channels) {
  Decoder decoder;
  auto& c = decoder.codec;
  jpeg_mem_src(&c, file.data, file.size);
  jpeg_read_header(&c, TRUE);
  jpeg_start_decompress(&c);
  while (c.output_scanline < c.output_height) {
    auto* row = pixels.data() +
                static_cast<std::size_t>(c.output_scanline) * static_cast<std::size_t>(width * channels);
    jpeg_read_scanlines(&c, &row, 1);
  }
  jpeg_finish_decompress(&c);
}

}  // namespace

Tensor<float> through_jpeg(const Tensor<float>& picture, int quality) {
  const Index channels = picture.shape()[1], height = picture.shape()[2], width = picture.shape()[3];
  const Index plane = height * width;
  Tensor<float> out(picture.shape());
  std::vector<unsigned char> pixels(static_cast<std::size_t>(plane * channels));
  for (Index n = 0; n < picture.shape()[0]; ++n) {
    const Index first = n * channels * plane;
    const auto place = [&](std::size_t i) {
      const auto at = static_cast<Index>(i);
      return first + at % channels * plane + at / channels;
    };
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<unsigned char>(picture[place(i)]);
    Bytes file;
    encode(pixels, width, height, static_cast<int>(channels), quality, file);
    decode(file, pixels, width, static_cast<int>(channels));
    for (std::size_t i = 0; i < pixels.size(); ++i) out[place(i)] = static_cast<float>(pixels[i]);
  }
  return out;
}

std::string jpeg_bytes(const Tensor<float>& picture, int quality) {
  const Index channels = picture.shape()[1], height = picture.shape()[2], width = picture.shape()[3];
  std::vector<unsigned char> pixels(static_cast<std::size_t>(channels * height * width));
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < height * width; ++i)
      pixels[static_cast<std::size_t>(i * channels + c)] =
          static_cast<unsigned char>(picture[c * height * width + i]);
  Bytes file;
  encode(pixels, width, height, static_cast<int>(channels), quality, file);
  return {reinterpret_cast<const char*>(file.data), file.size};
}

}  // namespace convscope
