#include "core/io/images/heif_boxes.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace convscope {

namespace {

struct Box {
  std::string_view type{};
  std::size_t at = 0, end = 0;  ///< its contents
};

/// Numbers and boxes one behind the other; 0 and none beyond the end.
class Walk {
 public:
  Walk(std::string_view bytes, std::size_t from, std::size_t end) : bytes_(bytes), at_(from), end_(end) {}
  Walk(std::string_view bytes, const Box& box) : Walk(bytes, box.at, box.end) {}

  std::size_t at() const { return at_; }
  bool over() const { return at_ >= end_; }
  std::uint64_t number(std::size_t count) {
    if (end_ - at_ < count) at_ = end_;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count && at_ < end_; ++i)
      value = value << 8 | static_cast<std::uint8_t>(bytes_[at_++]);
    return value;
  }
  /// An empty type: there is no more, or the rest is no box.
  Box box() {
    const std::size_t begin = at_;
    std::uint64_t length = number(4);
    const std::string_view type = bytes_.substr(std::min(at_, bytes_.size()), 4);
    number(4);
    if (length == 1) length = number(8);
    if (length == 0) length = end_ - begin;
    if (over() || length < at_ - begin || length > end_ - begin) return {};
    const Box box{type, at_, begin + static_cast<std::size_t>(length)};
    at_ = box.end;
    return box;
  }

 private:
  std::string_view bytes_;
  std::size_t at_, end_;
};

using Item = std::uint64_t;

/// What the file says of its items, as far as turning needs it.
class Items {
 public:
  explicit Items(std::string_view bytes) : bytes_(bytes) {
    Walk boxes(bytes, 0, bytes.size());
    for (Box box = boxes.box(); !box.type.empty(); box = boxes.box())
      if (box.type == "meta") take_meta(box);
  }

  HeifTurns turns() const {
    HeifTurns out;
    const std::vector<Association> own = moves(primary_);
    std::vector<Association> all = own;
    const bool cropped = std::ranges::any_of(own, [&](const auto& a) { return is(a, "clap"); });
    for (const auto& [aux, of] : auxiliaries_) {
      if (of != primary_ || !shows_opacity(aux)) continue;
      const std::vector<Association> its = moves(aux);
      out.opacity = true;
      if (its.empty() ? cropped : !same(own, its)) out.cut_apart = true;
      all.insert(all.end(), its.begin(), its.end());
    }
    // A crop behind a turn is of the turned picture.
    if (out.cut_apart || (cropped && !is(own.front(), "clap"))) return out;
    for (const Association& a : own)
      if (!is(a, "clap")) out.orientation = turned(out.orientation, properties_[a.property - 1]);
    for (const Association& a : all)
      for (std::size_t i = 0; i < a.length && !is(a, "clap"); ++i) out.places.push_back(a.at + i);
    return out;
  }

 private:
  struct Association {
    std::size_t property, at, length;  ///< counted from 1; where it stands
  };

  void take_meta(const Box& meta) {
    Walk boxes(bytes_, meta);
    boxes.number(4);
    for (Box box = boxes.box(); !box.type.empty(); box = boxes.box()) {
      Walk in(bytes_, box);
      if (box.type == "pitm") {
        const bool wide = in.number(4) >> 24 > 0;
        primary_ = in.number(wide ? 4 : 2);
      } else if (box.type == "iref") {
        take_references(in);
      } else if (box.type == "iprp") {
        for (Box part = in.box(); !part.type.empty(); part = in.box()) take_properties(part);
      }
    }
  }

  void take_references(Walk in) {
    const std::size_t wide = in.number(4) >> 24 > 0 ? 4 : 2;
    for (Box box = in.box(); !box.type.empty(); box = in.box()) {
      Walk reference(bytes_, box);
      const Item from = reference.number(wide);
      const std::uint64_t count = reference.number(2);
      for (std::uint64_t i = 0; i < count && !reference.over(); ++i)
        if (const Item of = reference.number(wide); box.type == "auxl") auxiliaries_.emplace_back(from, of);
    }
  }

  void take_properties(const Box& part) {
    Walk in(bytes_, part);
    if (part.type == "ipco")
      for (Box box = in.box(); !box.type.empty(); box = in.box()) properties_.push_back(box);
    if (part.type != "ipma") return;
    const std::uint64_t head = in.number(4), count = in.number(4);
    const std::size_t id = head >> 24 > 0 ? 4 : 2, length = (head & 1) != 0 ? 2 : 1;
    for (std::uint64_t i = 0; i < count && !in.over(); ++i) {
      std::vector<Association>& of = associations_[in.number(id)];
      for (std::uint64_t left = in.number(1); left > 0 && !in.over(); --left) {
        const std::size_t at = in.at();
        const std::uint64_t property = in.number(length) & (length == 2 ? 0x7fff : 0x7f);
        of.push_back({static_cast<std::size_t>(property), at, length});
      }
    }
  }

  bool is(const Association& a, std::string_view type) const {
    return a.property > 0 && a.property <= properties_.size() && properties_[a.property - 1].type == type;
  }
  std::string_view contents(const Association& a) const {
    const Box& box = properties_[a.property - 1];
    return bytes_.substr(box.at, box.end - box.at);
  }
  /// Its turns, mirrors and crops, in their order.
  std::vector<Association> moves(Item item) const {
    std::vector<Association> out;
    if (const auto found = associations_.find(item); found != associations_.end())
      for (const Association& a : found->second)
        if (is(a, "irot") || is(a, "imir") || is(a, "clap")) out.push_back(a);
    return out;
  }
  bool same(const std::vector<Association>& one, const std::vector<Association>& other) const {
    return std::ranges::equal(one, other, [&](const Association& a, const Association& b) {
      return properties_[a.property - 1].type == properties_[b.property - 1].type &&
             contents(a) == contents(b);
    });
  }
  bool shows_opacity(Item item) const {
    const auto found = associations_.find(item);
    return found != associations_.end() && std::ranges::any_of(found->second, [&](const Association& a) {
             const std::string_view text = is(a, "auxC") ? contents(a) : "";
             return text.find("auxiliary:alpha") != std::string_view::npos ||
                    text.find(std::string_view("auxid:1\0", 8)) != std::string_view::npos;
           });
  }

  /// The orientation of what has the first and is then turned by the property: 90 degrees to the left so many
  /// times, or top with bottom (axis 0) or left with right.
  int turned(int orientation, const Box& property) const {
    constexpr int kTurned[] = {0, 8, 5, 6, 7, 4, 1, 2, 3}, kMirrored[] = {0, 2, 1, 4, 3, 6, 5, 8, 7};
    const int value = property.at < property.end ? bytes_[property.at] : 0;
    int quarters = value & 3;
    if (property.type == "imir") {
      orientation = kMirrored[orientation];
      quarters = (value & 1) != 0 ? 0 : 2;
    }
    for (int i = 0; i < quarters; ++i) orientation = kTurned[orientation];
    return orientation;
  }

  std::string_view bytes_;
  Item primary_ = 0;
  std::vector<std::pair<Item, Item>> auxiliaries_;  ///< and what of
  std::vector<Box> properties_;
  std::map<Item, std::vector<Association>> associations_;
};

}  // namespace

HeifTurns heif_turns(std::string_view bytes) {
  return Items(bytes).turns();
}

}  // namespace convscope
