#include "app/labs/images/export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/picture/backends.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/views/pixels.hpp"
#include "core/base/error.hpp"
#include "core/enlarging/comparison.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/npy.hpp"
#include "core/network/weights_file.hpp"

namespace convscope {

namespace {

/// Rows of a result that are made at once.
constexpr Index kRows = 128;

Measurement known_or_measured(const Lineup& lineup, std::size_t i, const Progress& progress) {
  if (i < lineup.known.size() && lineup.known[i].ready) return lineup.known[i];
  try {
    return measure_part(*lineup.contenders[i], *lineup.reduction, lineup.measured, progress);
  } catch (const Error& error) {
    Measurement none;
    none.problem = error.what();
    return none;
  }
}

std::string full_name(const UpsamplingChoice& c) {
  const std::string detail = describe(c);
  return detail.empty() ? name_of(c) : fmt::format("{}, {}", name_of(c), detail);
}

std::string result_name(const Recipe& recipe) {
  return std::filesystem::path(recipe.result).filename().string();
}

bool covers(const Region& part, const Reduction& r) {
  return part == Region{0, 0, r.height, r.width};
}

/// A part of a result as files hold it, alpha over white.
Image crop_of(const Content& content, const Reduction& r, const Rect& part, const Progress& progress) {
  const Region region{static_cast<Index>(part.y), static_cast<Index>(part.x), static_cast<Index>(part.h),
                      static_cast<Index>(part.w)};
  if (content.recipe().kind == Recipe::Kind::result) return to_image(seen_part(content, r, region, progress));
  if (is_network(content.recipe().contender))
    return to_image(as_saved(cropped(content.enlarged(r, true, progress)->seen, region)));
  return to_image(restored(*content.upsampler(r, progress), r.measured, region));
}

}  // namespace

void require_ending(const std::string& path, std::initializer_list<std::string_view> endings,
                    std::string_view field) {
  const auto fits = [&](std::string_view ending) { return path.ends_with(ending); };
  if (std::ranges::any_of(endings, fits)) return;
  throw Error(field, fmt::format("'{}' has another ending", path),
              fmt::format("a name that ends in {}", fmt::join(endings, " or ")));
}

SaveJob result_job(ContentPtr content, ReductionPtr reduction) {
  return [content = std::move(content), reduction = std::move(reduction)](PendingFile& file,
                                                                          const Progress& progress) {
    const Shape size = size_of(content->recipe(), *reduction);
    const Index height = size[0], width = size[1];
    Image image;
    bool grey = false;
    image.width = static_cast<int>(width);
    image.height = static_cast<int>(height);
    image.rgba.resize(static_cast<std::size_t>(4 * width * height));
    // Packing the file takes about as long as making it.
    for (Index top = 0; top < height; top += kRows) {
      const double share = static_cast<double>(top) / static_cast<double>(height);
      const Progress making = share_of(progress, 0, 2);
      making.at(share);
      const Region part{top, 0, std::min(kRows, height - top), width};
      const Tensor<float> seen = seen_part(*content, *reduction, part, making);
      grey = seen.shape()[1] < 3;
      const Image rows = to_image(seen);
      std::ranges::copy(rows.rgba, image.rgba.begin() + 4 * width * top);
    }
    file.write(encode_png(image, share_of(progress, 1, 2), grey));
  };
}

SaveJob table_job(Lineup lineup, bool json) {
  return [lineup = std::move(lineup), json](PendingFile& file, const Progress& progress) {
    const Reduction& r = *lineup.reduction;
    Comparison table{.image = r.picture->name, .factor = r.factor, .width = r.width, .height = r.height};
    table.read = r.picture->kind;
    if (!covers(lineup.measured, r)) table.part = lineup.measured;
    table.linear = r.linear;
    table.degradation = r.degradation;
    for (std::size_t i = 0; i < lineup.contenders.size(); ++i) {
      const Measurement m = known_or_measured(lineup, i, share_of(progress, i, lineup.contenders.size()));
      if (!m.problem.empty()) continue;
      const Recipe& recipe = lineup.contenders[i]->recipe();
      if (!recipe.learn_from.empty()) table.learn_from = recipe.learn_from;
      table.original = m.original_energy;
      if (recipe.kind == Recipe::Kind::result)
        table.rows.push_back({.name = result_name(recipe),
                              .measures = m.measures,
                              .note = lineup.contenders[i]->read() ? lineup.contenders[i]->read()->note : "",
                              .file = recipe.result});
      else
        table.rows.push_back(
            {full_name(recipe.contender), m.measures, recipe.contender,
             lineup.contenders[i]->enlarged() ? lineup.contenders[i]->enlarged()->note : ""});
    }
    file.write(json ? comparison_json({&table, 1}) : comparison_csv({&table, 1}));
  };
}

SaveJob kernel_job(ContentPtr content, ReductionPtr reduction) {
  return [content = std::move(content), reduction = std::move(reduction)](PendingFile& file,
                                                                          const Progress& progress) {
    file.write(npy_bytes_exact(content->kernel(*reduction, progress)));
  };
}

SaveJob converted_job(const std::string& path, Tensor<double> weights) {
  return [place = parse_weights_place(path, "save-converted"), weights = std::move(weights)](
             PendingFile& file, const Progress&) { file.write(weights_bytes(place, "weight", weights)); };
}

ContactSheet sheet_of(const Lineup& lineup, const Progress& progress) {
  const Reduction& r = *lineup.reduction;
  progress.at(0);
  ContactSheet sheet =
      begin_contact_sheet(r.picture->name, *r.original, seen_planes(r.measured.small, false, r.linear),
                          r.factor, lineup.measured);
  sheet.reduced_by = describe(r.degradation);
  const auto learning = std::ranges::find_if(
      lineup.contenders, [](const ContentPtr& c) { return !c->recipe().learn_from.empty(); });
  sheet.note =
      making_note(r.linear, learning == lineup.contenders.end() ? "" : (*learning)->recipe().learn_from);
  if (!covers(lineup.measured, r))
    sheet.note +=
        fmt::format("{}Measured on {} × {} pixels from {}, {}.", sheet.note.empty() ? "" : " ",
                    lineup.measured.width, lineup.measured.height, lineup.measured.left, lineup.measured.top);
  for (std::size_t i = 0; i < lineup.contenders.size(); ++i) {
    const Content& content = *lineup.contenders[i];
    const Progress part = share_of(progress, i, lineup.contenders.size());
    const Measurement m = known_or_measured(lineup, i, part);
    if (!m.problem.empty()) continue;
    sheet.energy = m.original_energy;
    const Image crop = crop_of(content, r, sheet.part, part);
    const bool result = content.recipe().kind == Recipe::Kind::result;
    const UpsamplingChoice& choice = content.recipe().contender;
    sheet.entries.push_back({result ? result_name(content.recipe()) : name_of(choice),
                             result ? "result" : describe(choice), std::make_shared<Image>(crop),
                             m.measures});
  }
  return sheet;
}

SaveJob sheet_job(Lineup lineup) {
  return [lineup = std::move(lineup)](PendingFile& file, const Progress& progress) {
    const ContactSheet sheet = sheet_of(lineup, share_of(progress, 0, 2));
    const Progress packing = share_of(progress, 1, 2);
    packing.at(0);
    file.write(encode_png(rasterise(draw_contact_sheet(sheet)), packing));
  };
}

}  // namespace convscope
