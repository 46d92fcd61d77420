// xdnd_drop WINDOW FILE: drops a file on a window as a file manager does, by the XDND protocol, version 5
// (freedesktop.org/wiki/Specifications/XDND). Exit status 0 when the window has taken it.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace {

class Source {
 public:
  Source(Display* display, Window target, std::string uri)
      : display_(display), target_(target), uri_(std::move(uri)) {
    window_ = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0);
    XSetSelectionOwner(display, atom("XdndSelection"), window_, CurrentTime);
  }

  bool drop() {
    const long version = 5L << 24;
    send("XdndEnter", {version, static_cast<long>(atom("text/uri-list")), 0, 0});
    send("XdndPosition", {0, 40L << 16 | 40, CurrentTime, static_cast<long>(atom("XdndActionCopy"))});
    XEvent event;
    while (next(event)) {
      if (event.type == SelectionRequest) hand_over(event.xselectionrequest);
      if (event.type != ClientMessage) continue;
      const Atom type = event.xclient.message_type;
      if (type == atom("XdndStatus")) {
        if ((event.xclient.data.l[1] & 1) == 0) return false;
        send("XdndDrop", {0, CurrentTime, 0, 0});
      } else if (type == atom("XdndFinished")) {
        return true;
      }
    }
    return false;
  }

 private:
  Atom atom(const char* name) const { return XInternAtom(display_, name, False); }

  void send(const char* type, std::initializer_list<long> data) {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = target_;
    event.xclient.message_type = atom(type);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(window_);
    int i = 1;
    for (const long value : data) event.xclient.data.l[i++] = value;
    XSendEvent(display_, target_, False, NoEventMask, &event);
  }

  void hand_over(const XSelectionRequestEvent& request) {
    XChangeProperty(display_, request.requestor, request.property, request.target, 8, PropModeReplace,
                    reinterpret_cast<const unsigned char*>(uri_.data()), static_cast<int>(uri_.size()));
    XEvent answer{};
    answer.xselection.type = SelectionNotify;
    answer.xselection.requestor = request.requestor;
    answer.xselection.selection = request.selection;
    answer.xselection.target = request.target;
    answer.xselection.property = request.property;
    answer.xselection.time = request.time;
    XSendEvent(display_, request.requestor, False, NoEventMask, &answer);
  }

  /// False when nothing comes for ten seconds.
  bool next(XEvent& event) {
    XFlush(display_);
    if (XPending(display_) == 0) {
      pollfd wait{ConnectionNumber(display_), POLLIN, 0};
      if (::poll(&wait, 1, 10000) <= 0) return false;
    }
    XNextEvent(display_, &event);
    return true;
  }

  Display* display_;
  Window target_, window_ = 0;
  std::string uri_;
};

}  // namespace

int main(int count, char** words) {
  Display* display = XOpenDisplay(nullptr);
  if (count != 3 || display == nullptr) return 2;
  Source source(display, std::strtoul(words[1], nullptr, 0), "file://" + std::string(words[2]) + "\r\n");
  const bool taken = source.drop();
  XCloseDisplay(display);
  return taken ? 0 : 1;
}
