#include "app/platform/signals.hpp"

#include <csignal>
#include <utility>

namespace convscope {

namespace {

::sigset_t end_signals() {
  ::sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) ::sigaddset(&set, signal);
  return set;
}

}  // namespace

EndSignals::EndSignals(std::function<void()> wake) : wake_(std::move(wake)) {
  const ::sigset_t set = end_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  listener_ = std::thread([this] { listen(); });
}

EndSignals::~EndSignals() {
  ending_ = true;
  // Wakes it: blocked everywhere, the signal ends nobody.
  ::pthread_kill(listener_.native_handle(), SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
  listener_.join();
  const ::sigset_t set = end_signals();
  ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void EndSignals::listen() {
  const ::sigset_t set = end_signals();
  int signal = 0;
  while (::sigwait(&set, &signal) == 0) {
    if (ending_) return;
    if (asked_.exchange(true)) {
      ::signal(signal, SIG_DFL);
      ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
      ::raise(signal);
    }
    wake_();
  }
}

}  // namespace convscope
