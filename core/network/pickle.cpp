// Operations as Lib/pickletools.py of CPython documents them, protocols 2 to 5.
#include "core/network/pickle.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <map>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostValues = 1'000'000;

[[noreturn]] void damaged(const std::string& how) {
  throw Error("network", fmt::format("its pickle is damaged: {}", how),
              "a whole file as torch.save writes it");
}

struct Known {
  std::string_view module, name;
  PickledName meaning;
  Element type = Element::f32;
};
constexpr Known kKnown[] = {
    {"collections", "OrderedDict", PickledName::ordered_dict},
    {"torch._utils", "_rebuild_tensor_v2", PickledName::rebuild_tensor},
    {"torch._utils", "_rebuild_parameter", PickledName::rebuild_parameter},
    {"torch", "Size", PickledName::size},
    {"torch", "FloatStorage", PickledName::storage, Element::f32},
    {"torch", "HalfStorage", PickledName::storage, Element::f16},
    {"torch", "BFloat16Storage", PickledName::storage, Element::bf16},
    {"torch", "DoubleStorage", PickledName::storage, Element::f64},
    {"torch", "CharStorage", PickledName::storage, Element::i8},
    {"torch", "ByteStorage", PickledName::storage, Element::u8},
    {"torch", "ShortStorage", PickledName::storage, Element::i16},
    {"torch", "IntStorage", PickledName::storage, Element::i32},
    {"torch", "LongStorage", PickledName::storage, Element::i64},
    {"torch", "BoolStorage", PickledName::storage, Element::boolean},
};

PickledGlobal known_global(std::string_view module, std::string_view name) {
  for (const Known& known : kKnown)
    if (known.module == module && known.name == name) return {known.meaning, known.type};
  throw Error("network",
              fmt::format("its pickle asks for {}.{}, which is not executed", cut(module, 60), cut(name, 60)),
              "tensors, ordered dictionaries and numbers: a state_dict");
}

class Machine {
 public:
  explicit Machine(std::string_view bytes) : rest_(bytes) {}

  Pickle run() {
    while (true) {
      const char op = take(1).front();
      if (op == '.') break;
      step(op);
      if (++steps_ > 20 * kMostValues) damaged("it does not end");
    }
    if (stack_.size() != 1) damaged("it ends with more than one value");
    out_.root = stack_.back();
    return std::move(out_);
  }

 private:
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) damaged("it ends early");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  template <class T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
    return value;
  }
  std::string_view line() {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) damaged("it ends early");
    const std::string_view taken = take(end + 1);
    return taken.substr(0, end);
  }
  template <class T>
  void push(T value) {
    if (++made_ > kMostValues) damaged("it makes more than a million values");
    stack_.push_back(&out_.values.emplace_back());
    stack_.back()->value = std::move(value);
  }
  PickledRef pop() {
    if (stack_.empty() || (!marks_.empty() && stack_.size() == marks_.back())) damaged("a value is missing");
    const PickledRef top = stack_.back();
    stack_.pop_back();
    return top;
  }
  /// What lies above the last mark, which goes too.
  std::vector<PickledRef> since_mark() {
    if (marks_.empty() || marks_.back() > stack_.size()) damaged("a mark is missing");
    std::vector<PickledRef> taken(stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back()), stack_.end());
    stack_.resize(marks_.back());
    marks_.pop_back();
    return taken;
  }
  Pickled& top() {
    if (stack_.empty() || (!marks_.empty() && stack_.size() == marks_.back())) damaged("a value is missing");
    return *stack_.back();
  }
  template <class T>
  T& as(Pickled& of, std::string_view what) {
    if (T* value = std::get_if<T>(&of.value)) return *value;
    damaged(fmt::format("{} is expected and is not there", what));
  }
  void remember(std::size_t place) {
    if (place > kMostValues) damaged("it remembers too much");
    top();
    memo_[place] = stack_.back();
  }
  void recall(std::size_t place) {
    const auto found = memo_.find(place);
    if (found == memo_.end()) damaged("it recalls what was not remembered");
    if (stack_.size() > kMostValues) damaged("its stack is too high");
    stack_.push_back(found->second);
  }
  void tuple(std::vector<PickledRef> items) { push(PickledList{std::move(items), true}); }
  void tuple_of(std::size_t count) {
    std::vector<PickledRef> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    tuple(std::move(items));
  }
  void append(const std::vector<PickledRef>& items) {
    auto& list = as<PickledList>(top(), "a list").items;
    list.insert(list.end(), items.begin(), items.end());
    grown(items.size());
  }
  void set_items(const std::vector<PickledRef>& items) {
    if (items.size() % 2 != 0) damaged("a key has no value");
    auto& dict = as<PickledDict>(top(), "a dictionary").items;
    for (std::size_t i = 0; i < items.size(); i += 2) dict.emplace_back(items[i], items[i + 1]);
    grown(items.size());
  }
  void grown(std::size_t by) {
    grown_ += by;
    if (grown_ > 4 * kMostValues) damaged("its lists are too long");
  }
  /// A whole number of any width; more than 64 bits only where they are the sign.
  void long_number(std::string_view bytes) {
    if (bytes.size() > 8) return push(0.0);  // a magic number of the header, which nobody asks for
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    if (!bytes.empty() && bytes.size() < 8 && (bytes.back() & '\x80'))
      value |= ~std::uint64_t{0} << (8 * bytes.size());
    push(static_cast<Index>(value));
  }

  bool constant(char op);
  void step(char op);
  void reduce();
  void persistent();
  void rebuild_tensor(const std::vector<PickledRef>& arguments);

  Pickle out_;
  std::string_view rest_;
  std::vector<PickledRef> stack_;
  std::vector<std::size_t> marks_;
  std::map<std::size_t, PickledRef> memo_;
  std::size_t made_ = 0, grown_ = 0, steps_ = 0;
};

Index whole_in(const Pickled* of) {
  const Index* value = std::get_if<Index>(&of->value);
  if (!value) damaged("a whole number is expected and is not there");
  return *value;
}

Dims dims_in(const Pickled* of) {
  const auto* list = std::get_if<PickledList>(&of->value);
  if (!list || list->items.size() > 16) damaged("a tensor's shape is none");
  Dims dims;
  for (const Pickled* item : list->items) dims.push_back(whole_in(item));
  return dims;
}

void Machine::rebuild_tensor(const std::vector<PickledRef>& arguments) {
  if (arguments.size() < 4) damaged("a tensor is not described");
  PickledTensor tensor;
  tensor.storage = as<PickledStorage>(*arguments[0], "a tensor's storage");
  tensor.offset = whole_in(arguments[1]);
  tensor.shape = dims_in(arguments[2]);
  tensor.strides = dims_in(arguments[3]);
  if (tensor.shape.size() != tensor.strides.size()) damaged("a tensor's strides are none");
  push(std::move(tensor));
}

/// A call: only of what is known, and no more than putting data together.
void Machine::reduce() {
  const PickledRef arguments = pop(), callee = pop();
  const auto& list = as<PickledList>(*arguments, "arguments").items;
  switch (as<PickledGlobal>(*callee, "one of the known names").name) {
    case PickledName::ordered_dict:
      return push(PickledDict{});
    case PickledName::rebuild_tensor:
      return rebuild_tensor(list);
    case PickledName::rebuild_parameter:
      if (list.empty()) damaged("a parameter is not described");
      stack_.push_back(list.front());
      return;
    case PickledName::size:
      if (list.empty()) damaged("a size is not described");
      stack_.push_back(list.front());
      return;
    case PickledName::storage:
      damaged("a storage is called");
  }
}

/// ('storage', torch.FloatStorage, key, device, count)
void Machine::persistent() {
  const PickledRef id = pop();
  const auto& list = as<PickledList>(*id, "a storage").items;
  if (list.size() < 5) damaged("a storage is not described");
  const PickledGlobal& type = as<PickledGlobal>(*list[1], "a storage's type");
  if (type.name != PickledName::storage) damaged("a storage's type is none");
  push(PickledStorage{type.type, as<std::string>(*list[2], "a storage's name"), whole_in(list[4])});
}

/// Texts, numbers and nothing; false for other operations.
bool Machine::constant(char op) {
  switch (op) {
    case 'X':
      push(std::string(take(number<std::uint32_t>())));  // BINUNICODE
      return true;
    case '\x8c':  // SHORT_BINUNICODE
    case 'U':     // SHORT_BINSTRING
      push(std::string(take(number<std::uint8_t>())));
      return true;
    case 'J':
      push(static_cast<Index>(number<std::int32_t>()));  // BININT
      return true;
    case 'K':
      push(static_cast<Index>(number<std::uint8_t>()));  // BININT1
      return true;
    case 'M':
      push(static_cast<Index>(number<std::uint16_t>()));  // BININT2
      return true;
    case '\x8a':
      long_number(take(number<std::uint8_t>()));  // LONG1
      return true;
    case 'G': {  // BINFLOAT, big-endian
      std::uint64_t bits = 0;
      for (const char c : take(8)) bits = bits << 8 | static_cast<unsigned char>(c);
      push(std::bit_cast<double>(bits));
      return true;
    }
    case '\x88':
      push(true);
      return true;
    case '\x89':
      push(false);
      return true;
    case 'N':
      push(std::monostate{});
      return true;
    default:
      return false;
  }
}

void Machine::step(char op) {
  if (constant(op)) return;
  switch (op) {
    case '\x80':
      take(1);
      return;  // PROTO
    case '\x95':
      take(8);
      return;  // FRAME
    case '}':
      return push(PickledDict{});  // EMPTY_DICT
    case ']':
      return push(PickledList{});  // EMPTY_LIST
    case ')':
      return tuple({});  // EMPTY_TUPLE
    case '(':            // MARK
      if (marks_.size() > kMostValues) damaged("it marks too much");
      marks_.push_back(stack_.size());
      return;
    case 'q':
      return remember(number<std::uint8_t>());  // BINPUT
    case 'r':
      return remember(number<std::uint32_t>());  // LONG_BINPUT
    case '\x94':
      return remember(memo_.size());  // MEMOIZE
    case 'h':
      return recall(number<std::uint8_t>());  // BINGET
    case 'j':
      return recall(number<std::uint32_t>());  // LONG_BINGET
    case 'c': {                                // GLOBAL
      const std::string_view module = line(), name = line();
      return push(known_global(module, name));
    }
    case '\x93': {  // STACK_GLOBAL
      const PickledRef name = pop(), module = pop();
      return push(
          known_global(as<std::string>(*module, "a module's name"), as<std::string>(*name, "a name")));
    }
    case 'R':
      return reduce();  // REDUCE
    case 'b':           // BUILD: attributes, left out
      pop();
      top();
      return;
    case 'Q':
      return persistent();  // BINPERSID
    case 't':
      return tuple(since_mark());  // TUPLE
    case '\x85':
      return tuple_of(1);
    case '\x86':
      return tuple_of(2);
    case '\x87':
      return tuple_of(3);
    case 'l':
      return push(PickledList{since_mark(), false});  // LIST
    case 'a':
      return append({pop()});  // APPEND
    case 'e':
      return append(since_mark());  // APPENDS
    case 's': {                     // SETITEM
      const PickledRef value = pop(), key = pop();
      return set_items({key, value});
    }
    case 'u':
      return set_items(since_mark());  // SETITEMS
    case '0':
      pop();
      return;  // POP
    default:
      throw Error("network",
                  fmt::format("its pickle has the operation 0x{:02x}, which is not executed",
                              static_cast<unsigned char>(op)),
                  "tensors, ordered dictionaries and numbers: a state_dict");
  }
}

}  // namespace

Pickle unpickled(std::string_view bytes) {
  return Machine(bytes).run();
}

}  // namespace convscope
