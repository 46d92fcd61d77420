#include "core/io/images/colors.hpp"

#include <fmt/format.h>
#include <lcms2.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace convscope {

namespace {

using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, void (*)(cmsContext)>;

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

std::string name_of(cmsHPROFILE profile) {
  char text[128] = "";
  cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", text, sizeof text);
  std::string name = text;
  std::erase_if(name, [](char c) { return c < ' ' || c > '~'; });
  return name.empty() ? "its colour profile" : name;
}

/// A damaged profile has numbers that the library's types have no names for: comparing those as such types is
/// undefined.
template <class Signature>
cmsUInt32Number number_of(Signature signature) {
  return std::bit_cast<cmsUInt32Number>(signature);
}

/// gAMA and cHRM, or code points, as a profile.
Profile made_profile(cmsContext context, const DecodedImage& raster) {
  constexpr double kSrgbCurve[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve* const curve = raster.gamma > 0 ? cmsBuildGamma(context, 1 / raster.gamma)
                                               : cmsBuildParametricToneCurve(context, 4, kSrgbCurve);
  constexpr Chromaticities kSrgb{{0.3127, 0.3290}, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}};
  const Chromaticities& c = raster.primaries ? *raster.primaries : kSrgb;
  const auto point = [](const std::array<double, 2>& xy) { return cmsCIExyY{xy[0], xy[1], 1}; };
  const cmsCIExyY white = point(c.white);
  const cmsCIExyYTRIPLE primaries{point(c.red), point(c.green), point(c.blue)};
  cmsToneCurve* curves[] = {curve, curve, curve};
  Profile profile(curve ? cmsCreateRGBProfileTHR(context, &white, &primaries, curves) : nullptr);
  if (curve) cmsFreeToneCurve(curve);
  return profile;
}

std::string name_of_made(const DecodedImage& raster) {
  if (raster.gamma <= 0) return "its own primaries";
  const double gamma = 1 / raster.gamma;
  return raster.primaries ? fmt::format("its own primaries and gamma {:.3g}", gamma)
                          : fmt::format("gamma {:.3g}", gamma);
}

}  // namespace

struct ColorConversion::Transform {
  Context context{cmsCreateContext(nullptr, nullptr), cmsDeleteContext};
  cmsHTRANSFORM handle = nullptr;
  Transform() = default;
  Transform(const Transform&) = delete;
  Transform& operator=(const Transform&) = delete;
  ~Transform() {
    if (handle) cmsDeleteTransform(handle);
  }
  /// From the profile, with samples of that format, to sRGB.
  bool make(cmsHPROFILE from, cmsUInt32Number format) {
    const Profile srgb(cmsCreate_sRGBProfileTHR(context.get()));
    const cmsUInt32Number intent =
        std::min<cmsUInt32Number>(cmsGetHeaderRenderingIntent(from), INTENT_ABSOLUTE_COLORIMETRIC);
    // Without its cache a transform may be used by several threads.
    handle = cmsCreateTransformTHR(
        context.get(), from, format, srgb.get(), TYPE_RGB_FLT,
        intent == INTENT_ABSOLUTE_COLORIMETRIC ? INTENT_RELATIVE_COLORIMETRIC : intent, cmsFLAGS_NOCACHE);
    return handle != nullptr;
  }
  /// Whether colours stay what they are, to less than a level of 255: then the samples are sRGB values.
  bool changes_nothing(int colors) const {
    constexpr int kSteps = 8;
    std::vector<float> from, to;
    for (int i = 0; i < (kSteps + 1) * (kSteps + 1) * (kSteps + 1); ++i)
      for (int c = 0, rest = i; c < 3; ++c, rest /= kSteps + 1)
        from.push_back(static_cast<float>(rest % (kSteps + 1)) / kSteps);
    if (colors == 1)
      for (std::size_t i = 0; i < from.size(); ++i)
        from[i] = static_cast<float>(i) / static_cast<float>(from.size() - 1);
    to.resize(colors == 1 ? 3 * from.size() : from.size());
    cmsDoTransform(handle, from.data(), to.data(), static_cast<cmsUInt32Number>(to.size() / 3));
    for (std::size_t i = 0; i < to.size(); ++i)
      if (std::abs(to[i] - from[colors == 1 ? i / 3 : i]) >= 1 / 255.0F) return false;
    return true;
  }
};

ColorConversion::ColorConversion(const DecodedImage& raster)
    : transform_(std::make_unique<Transform>()), colors_(raster.colors()) {
  cmsContext context = transform_->context.get();
  cmsSetLogErrorHandlerTHR(context, [](cmsContext, cmsUInt32Number, const char*) {});
  const SampleModel model = raster.model;
  Profile profile;
  std::string name;
  if (!raster.profile.empty()) {
    profile.reset(cmsOpenProfileFromMemTHR(context, raster.profile.data(),
                                           static_cast<cmsUInt32Number>(raster.profile.size())));
    if (!profile) said_ = "its colour profile is broken and was ignored";
  } else if (model != SampleModel::cmyk && (raster.primaries || raster.gamma > 0)) {
    profile = made_profile(context, raster);
    name = name_of_made(raster);
    if (!profile) said_ = fmt::format("{} make no sense and were ignored", name);
  }
  if (profile) {
    const cmsUInt32Number space = number_of(cmsGetColorSpace(profile.get()));
    const cmsUInt32Number kind = number_of(cmsGetDeviceClass(profile.get()));
    grey_as_rgb_ = model == SampleModel::grey && space == cmsSigRgbData;
    const bool fits = grey_as_rgb_ || space == (model == SampleModel::grey  ? cmsSigGrayData
                                                : model == SampleModel::rgb ? cmsSigRgbData
                                                                            : cmsSigCmykData);
    if (name.empty()) name = name_of(profile.get());
    const cmsUInt32Number format = model == SampleModel::cmyk ? TYPE_CMYK_FLT
                                   : space == cmsSigGrayData  ? TYPE_GRAY_FLT
                                                              : TYPE_RGB_FLT;
    if (!fits || kind == cmsSigLinkClass || kind == cmsSigAbstractClass || kind == cmsSigNamedColorClass)
      said_ = fmt::format("{} is for other colours and was ignored", name);
    else if (!transform_->make(profile.get(), format))
      said_ = "its colour profile is broken and was ignored";
    else if (model != SampleModel::cmyk && transform_->changes_nothing(space == cmsSigGrayData ? 1 : 3))
      transform_.reset();  // they are sRGB values
    else
      said_ = fmt::format("{} converted to sRGB", name);
  }
  if (transform_ && !transform_->handle) transform_.reset();
  if (!transform_ && model == SampleModel::cmyk) {
    plain_cmyk_ = true;
    said_ += said_.empty() ? "" : ", ";
    said_ += "CMYK converted to sRGB as (1 - ink) (1 - black)";
  }
}

ColorConversion::~ColorConversion() = default;

bool ColorConversion::needed() const {
  return transform_ || plain_cmyk_;
}

void ColorConversion::convert(const float* from, float* to, Index pixels) const {
  if (plain_cmyk_) {
    for (Index i = 0; i < pixels; ++i)
      for (Index c = 0; c < 3; ++c) to[3 * i + c] = (1 - from[4 * i + c]) * (1 - from[4 * i + 3]);
    return;
  }
  std::vector<float> own;
  if (grey_as_rgb_) {
    for (Index i = 0; i < pixels; ++i) own.insert(own.end(), 3, from[i]);
  } else if (colors_ == 4) {  // Little CMS has ink in percent
    for (Index i = 0; i < 4 * pixels; ++i) own.push_back(100 * from[i]);
  }
  cmsDoTransform(transform_->handle, own.empty() ? from : own.data(), to,
                 static_cast<cmsUInt32Number>(pixels));
  for (Index i = 0; i < 3 * pixels; ++i) to[i] = std::clamp(to[i], 0.0F, 1.0F);
}

}  // namespace convscope
