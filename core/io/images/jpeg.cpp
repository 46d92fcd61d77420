#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <cstdlib>
#include <exception>
// After it.
#include <jpeglib.h>
// After that: its numbers depend on which library's ways jpeglib.h says that this one has.
#include <jerror.h>

#include "core/io/exif.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

/// libjpeg's side: C, which leaves by longjmp. Functions with such a jump in them own nothing.
struct Manager : jpeg_error_mgr {
  std::jmp_buf back;
  const Progress* progress = nullptr;
  std::exception_ptr stopped{};
  int warning = 0;  ///< the first one's number
  char problem[JMSG_LENGTH_MAX] = "";

  [[noreturn]] static void fail(j_common_ptr info) {
    auto& m = *static_cast<Manager*>(info->err);
    m.format_message(info, m.problem);
    std::longjmp(m.back, 1);
  }
  /// Where data are missing or make no sense it goes on with something, and warns.
  static void emit(j_common_ptr info, int level) {
    auto& m = *static_cast<Manager*>(info->err);
    if (level >= 0 || m.warning != 0 || m.msg_code == JWRN_JFIF_MAJOR) return;
    m.warning = m.msg_code;
    m.format_message(info, m.problem);
  }
};

/// Stops the long passes over the scans of a progressive file.
struct Monitor : jpeg_progress_mgr {
  static void at(j_common_ptr info) {
    auto& m = *static_cast<Manager*>(info->err);
    constexpr int kMostScans = 500;  // each may cost as much as a picture; encoders make about ten
    if (!info->is_decompressor) return;
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMostScans) {
      *fmt::format_to_n(m.problem, sizeof m.problem - 1, "it has more than {} scans", kMostScans).out = '\0';
      std::longjmp(m.back, 1);
    }
    try {
      m.progress->check();
    } catch (...) {
      m.stopped = std::current_exception();
    }
    if (m.stopped) std::longjmp(m.back, 1);
  }
};

class Decoder {
 public:
  explicit Decoder(const ImageSource& source) : source_(source) {
    info_.err = jpeg_std_error(&manager_);
    manager_.error_exit = Manager::fail;
    manager_.emit_message = Manager::emit;
    manager_.progress = &source.progress;
  }
  ~Decoder() { jpeg_destroy_decompress(&info_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  void open() {
    step([&] {
      jpeg_create_decompress(&info_);
      monitor_.progress_monitor = Monitor::at;
      info_.progress = &monitor_;
      jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xffff);
      jpeg_save_markers(&info_, JPEG_APP0 + 2, 0xffff);
      jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(source_.bytes.data()),
                   static_cast<unsigned long>(source_.bytes.size()));
      jpeg_read_header(&info_, TRUE);
    });
  }

  Index width() const { return info_.image_width; }
  Index height() const { return info_.image_height; }
  /// Bytes: samples, those of a progressive file's coefficients, and planes of floats, twice when turned.
  double of_pixel() const {
    const int components = info_.num_components, colors = components == 1 ? 1 : 3;
    const double reading = components * (info_.progressive_mode ? 3.0 : 1.0) + 4.0 * colors;
    return std::max(reading, orientation() == 1 ? 0.0 : 8.0 * colors);
  }

  void read(DecodedImage& out) {
    out.width = width();
    out.height = height();
    describe(out);
    step([&] {
      info_.out_color_space = out.model == SampleModel::grey  ? JCS_GRAYSCALE
                              : out.model == SampleModel::rgb ? JCS_RGB
                                                              : JCS_CMYK;
      jpeg_start_decompress(&info_);
    });
    if (info_.output_components != out.channels()) broken("it has an odd number of components");
    out.allocate(false);
    const std::size_t stride = static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.channels());
    for (Index row = 0; row < out.height; ++row) {
      source_.at_row(row, out.height);
      JSAMPROW to = out.bytes.data() + static_cast<std::size_t>(row) * stride;
      step([&] { jpeg_read_scanlines(&info_, &to, 1); });
    }
    step([&] { jpeg_finish_decompress(&info_); });
    refuse_what_was_warned_of();
    source_.at_row(out.height, out.height);
    // Adobe's programs, and with them all others, write how much paper shows instead of how much ink lies.
    if (out.model == SampleModel::cmyk && info_.saw_Adobe_marker)
      for (std::uint8_t& sample : out.bytes) sample = static_cast<std::uint8_t>(255 - sample);
  }

 private:
  template <class F>
  void step(F&& work) {
    if (attempt(work)) return;
    if (manager_.stopped) std::rethrow_exception(manager_.stopped);
    switch (manager_.msg_code) {
      case JERR_BAD_PRECISION:
      case JERR_SOF_UNSUPPORTED:
#if JPEG_LIB_VERSION < 70
      case JERR_ARITH_NOTIMPL:
#endif
      case JERR_CONVERSION_NOTIMPL:
      case JERR_CCIR601_NOTIMPL:
      case JERR_FRACT_SAMPLE_NOTIMPL:
        foreign(fmt::format("a JPEG image of a kind that is not read here: {}", manager_.problem));
      case JERR_INPUT_EMPTY:
      case JERR_INPUT_EOF:
        cut_short();
      default:
        // Without a picture it has come to an end that libjpeg had to invent.
        if (manager_.warning == JWRN_JPEG_EOF) cut_short();
        broken(manager_.problem);
    }
  }
  template <class F>
  bool attempt(F& work) {
    if (setjmp(manager_.back)) return false;
    work();
    return true;
  }
  void refuse_what_was_warned_of() const {
    if (manager_.warning == JWRN_JPEG_EOF) cut_short();
    if (manager_.warning != 0) broken(manager_.problem);
  }

  void describe(DecodedImage& out) {
    const int components = info_.num_components;
    if (components == 2 || components > 4) foreign(fmt::format("a JPEG image of {} components", components));
    out.model = components == 1 ? SampleModel::grey : components == 3 ? SampleModel::rgb : SampleModel::cmyk;
    const jpeg_component_info* c = info_.comp_info;
    if (info_.jpeg_color_space == JCS_YCbCr || info_.jpeg_color_space == JCS_YCCK) {
      const int h = c[0].h_samp_factor, v = c[0].v_samp_factor;
      const bool alike = c[1].h_samp_factor == c[2].h_samp_factor && c[1].v_samp_factor == c[2].v_samp_factor;
      const int across = h / c[1].h_samp_factor, down = v / c[1].v_samp_factor;
      out.kind = info_.jpeg_color_space == JCS_YCbCr ? "YCbCr" : "YCCK";
      if (alike && (across == 1 || across == 2 || across == 4) && (down == 1 || down == 2))
        out.kind += fmt::format(" 4:{}:{}", 4 / across, down == 1 ? 4 / across : 0);
    }
    if (info_.progressive_mode) out.kind += out.kind.empty() ? "progressive" : ", progressive";
    take_markers(out);
  }

  int orientation() const {
    for (jpeg_saved_marker_ptr m = info_.marker_list; m; m = m->next) {
      const std::string_view data(reinterpret_cast<const char*>(m->data), m->data_length);
      if (m->marker == JPEG_APP0 + 1 && data.starts_with(std::string_view("Exif\0\0", 6)))
        return exif_orientation(data);
    }
    return 1;
  }

  void take_markers(DecodedImage& out) {
    out.orientation = orientation();
    JOCTET* profile = nullptr;
    unsigned length = 0;
    const int before = std::exchange(manager_.warning, 0);
    step([&] { jpeg_read_icc_profile(&info_, &profile, &length); });
    if (manager_.warning != 0) out.note("its colour profile is broken and was ignored");
    manager_.warning = before;
    if (profile) out.profile.assign(reinterpret_cast<const char*>(profile), length);
    std::free(profile);
  }

  const ImageSource& source_;
  Manager manager_{};
  Monitor monitor_{};
  jpeg_decompress_struct info_{};
};

}  // namespace

DecodedImage read_jpeg(const ImageSource& source) {
  Decoder decoder(source);
  decoder.open();
  if (!source.wants_pixels(static_cast<double>(decoder.width()), static_cast<double>(decoder.height()),
                           decoder.of_pixel()))
    return {};
  DecodedImage out;
  decoder.read(out);
  return out;
}

}  // namespace convscope
