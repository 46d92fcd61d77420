#include <fmt/format.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

#include "core/io/exif.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

void require(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_OK:
      return;
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
      cut_short();
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      foreign("a WebP image with a feature that libwebp does not know");
    case VP8_STATUS_OUT_OF_MEMORY:
      broken("there is not enough memory to unpack it");
    default:
      broken("its data cannot be unpacked");
  }
}

/// What stands in a chunk of that name, or nothing.
std::string_view chunk(const WebPDemuxer* file, const char* name) {
  WebPChunkIterator it;
  std::string_view out;
  if (WebPDemuxGetChunk(file, name, 1, &it))
    out = {reinterpret_cast<const char*>(it.chunk.bytes), it.chunk.size};
  WebPDemuxReleaseChunkIterator(&it);
  return out;  // within the file's bytes
}

/// A picture of that size into out.bytes, from row `top` and column `left` on.
void decode(const WebPData& data, DecodedImage& out, Index left, Index top) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) broken("libwebp is of another version");
  require(WebPGetFeatures(data.bytes, data.size, &config.input));
  if (left + config.input.width > out.width || top + config.input.height > out.height)
    broken("its first picture is larger than its header says");
  const auto stride = out.width * out.channels();
  const auto first = top * stride + left * out.channels();
  config.output.colorspace = out.alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA = {out.bytes.data() + first, static_cast<int>(stride),
                          out.bytes.size() - static_cast<std::size_t>(first)};
  const VP8StatusCode status = WebPDecode(data.bytes, data.size, &config);
  WebPFreeDecBuffer(&config.output);
  require(status);
}

}  // namespace

DecodedImage read_webp(const ImageSource& source) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(source.bytes.data());
  const WebPData data{bytes, source.bytes.size()};
  WebPBitstreamFeatures features;
  require(WebPGetFeatures(bytes, data.size, &features));
  if (!source.wants_pixels(features.width, features.height)) return {};

  const std::unique_ptr<WebPDemuxer, void (*)(WebPDemuxer*)> file(WebPDemux(&data), WebPDemuxDelete);
  if (!file) {
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    WebPDemuxDelete(WebPDemuxPartial(&data, &state));
    if (state == WEBP_DEMUX_PARSE_ERROR) broken("its chunks do not fit together");
    cut_short();
  }
  DecodedImage out;
  out.width = features.width;
  out.height = features.height;
  out.profile = chunk(file.get(), "ICCP");
  out.orientation = exif_orientation(chunk(file.get(), "EXIF"));
  const std::unique_ptr<WebPIterator, void (*)(WebPIterator*)> frame(new WebPIterator{},
                                                                     [](WebPIterator* it) {
                                                                       WebPDemuxReleaseIterator(it);
                                                                       delete it;
                                                                     });
  if (!WebPDemuxGetFrame(file.get(), 1, frame.get())) cut_short();
  out.animated = frame->num_frames > 1;
  const bool covers = frame->width == features.width && frame->height == features.height;
  out.alpha = features.has_alpha != 0 || !covers;  // what it leaves free is clear
  WebPBitstreamFeatures first;
  require(WebPGetFeatures(frame->fragment.bytes, frame->fragment.size, &first));
  out.kind = first.format == 2 ? "lossless" : first.format == 1 ? "lossy" : "";
  out.allocate(false);
  source.progress.at(0);
  decode(frame->fragment, out, frame->x_offset, frame->y_offset);
  source.progress.at(1);
  return out;
}

}  // namespace convscope
