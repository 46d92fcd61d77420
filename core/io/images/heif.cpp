#include "core/io/images/readers.hpp"

#ifdef CONVSCOPE_HEIF
#include <fmt/format.h>
#include <libheif/heif.h>

#include <cstring>
#include <memory>

#include "core/base/standard_error.hpp"
#include "core/io/images/heif_boxes.hpp"
#endif

namespace convscope {

#ifdef CONVSCOPE_HEIF

bool heif_is_built_in() {
  return true;
}

namespace {

using Context = std::unique_ptr<heif_context, void (*)(heif_context*)>;
using Handle = std::unique_ptr<const heif_image_handle, void (*)(const heif_image_handle*)>;
using Image = std::unique_ptr<const heif_image, void (*)(const heif_image*)>;

/// Inside a moment it cannot be told whether the bytes end too soon: the boxes say so in words.
void require(const heif_error& error) {
  if (error.code == heif_error_Ok) return;
  if (error.subcode == heif_suberror_End_of_data || error.subcode == heif_suberror_No_ftyp_box) cut_short();
  if (error.subcode == heif_suberror_Unsupported_codec)
    foreign(
        "a picture that the installed libheif has no decoder for: it lacks a plugin, as "
        "libheif-plugin-libde265");
  if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype ||
      error.code == heif_error_Plugin_loading_error)
    foreign(fmt::format("a picture that the installed libheif does not decode: {}", error.message));
  broken(error.code == heif_error_Decoder_plugin_error ? "it cannot be decoded" : error.message);
}

void take_colors(const heif_image_handle* handle, DecodedImage& out) {
  switch (heif_image_handle_get_color_profile_type(handle)) {
    case heif_color_profile_type_rICC:
    case heif_color_profile_type_prof:
      out.profile.resize(heif_image_handle_get_raw_color_profile_size(handle));
      require(heif_image_handle_get_raw_color_profile(handle, out.profile.data()));
      return;
    case heif_color_profile_type_nclx: {
      heif_color_profile_nclx* nclx = nullptr;
      const bool known = heif_image_handle_get_nclx_color_profile(handle, &nclx).code == heif_error_Ok;
      if (known) take_code_points(nclx->color_primaries, nclx->transfer_characteristics, out);
      heif_nclx_color_profile_free(nclx);  // there may be one in any case
      return;
    }
    default:
      return;
  }
}

void take_rows(const heif_image* image, DecodedImage& out) {
  int stride = 0;
  const std::uint8_t* const from = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
  if (!from) broken("it has no pixels");
  out.width = heif_image_get_width(image, heif_channel_interleaved);
  out.height = heif_image_get_height(image, heif_channel_interleaved);
  const bool wide = out.bits > 8;
  out.allocate(wide);
  const Index row = out.width * out.channels();
  for (Index y = 0; y < out.height; ++y) {
    const std::uint8_t* at = from + y * stride;
    if (!wide)
      std::memcpy(out.bytes.data() + y * row, at, static_cast<std::size_t>(row));
    else
      for (Index i = 0; i < row; ++i, at += 2)
        out.words[static_cast<std::size_t>(y * row + i)] = static_cast<std::uint16_t>(at[0] | at[1] << 8);
  }
}

/// The format keeps grey as luminance alone; libheif hands it out as three equal samples.
template <class T>
void keep_one_of_equals(std::vector<T>& samples, DecodedImage& out) {
  const auto step = static_cast<std::size_t>(out.channels());
  for (std::size_t i = 0; i < samples.size(); i += step)
    if (samples[i] != samples[i + 1] || samples[i] != samples[i + 2]) return;
  std::size_t to = 0;
  for (std::size_t i = 0; i < samples.size(); i += step) {
    samples[to++] = samples[i];
    if (out.alpha) samples[to++] = samples[i + 3];
  }
  samples.resize(to);
  out.model = SampleModel::grey;
}

}  // namespace

DecodedImage read_heif(const ImageSource& source) {
  const HeifTurns turns = heif_turns(source.bytes);
  if (turns.cut_apart) foreign("a picture whose opacity is not cropped as its colours are");
  std::string straight(turns.places.empty() ? std::string_view() : source.bytes);
  for (const std::size_t at : turns.places) straight[at] = 0;
  const std::string_view bytes = straight.empty() ? source.bytes : straight;

  const Context context(heif_context_alloc(), heif_context_free);
  require(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr));
  heif_image_handle* primary = nullptr;
  require(heif_context_get_primary_image_handle(context.get(), &primary));
  const Handle handle(primary, heif_image_handle_release);
  // What its EXIF data say of turning is for those who cannot read boxes.
  if (!source.wants_pixels(heif_image_handle_get_width(primary), heif_image_handle_get_height(primary)))
    return {};

  DecodedImage out;
  out.bits = heif_image_handle_get_luma_bits_per_pixel(primary);
  if (out.bits < 0) broken("it does not say how many bits its samples have");
  out.alpha = heif_image_handle_has_alpha_channel(primary) != 0;
  if (turns.opacity && !out.alpha) foreign("a picture whose opacity has another size than its colours");
  out.orientation = turns.orientation;
  out.most = out.bits > 8 ? (1u << out.bits) - 1 : 255;
  const int pictures = heif_context_get_number_of_top_level_images(context.get());
  if (pictures > 1) out.part = fmt::format("the first of {} pictures", pictures);
  take_colors(primary, out);
  heif_chroma chroma = out.alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
  if (out.bits > 8)
    chroma = out.alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE;
  heif_image* decoded = nullptr;
  source.progress.at(0);
  const heif_error decoding = [&] {
    const StandardErrorOff quiet;  // dav1d's part of it says there what require() says
    return heif_decode_image(primary, &decoded, heif_colorspace_RGB, chroma, nullptr);
  }();
  require(decoding);
  const Image image(decoded, heif_image_release);
  source.progress.at(1);
  take_rows(decoded, out);
  if (out.bits > 8)
    keep_one_of_equals(out.words, out);
  else
    keep_one_of_equals(out.bytes, out);
  if (heif_image_handle_is_premultiplied_alpha(primary)) out.divide_by_alpha();
  return out;
}

#else

bool heif_is_built_in() {
  return false;
}

DecodedImage read_heif(const ImageSource&) {
  foreign("a HEIF image, which this build does not read: it needs libheif when it is built");
}

#endif

}  // namespace convscope
