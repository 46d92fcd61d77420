#include "app/platform/signals.hpp"

#include <semaphore.h>
#include <signal.h>

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

namespace {

volatile std::sig_atomic_t caught = 0;
::sem_t arrived;  // a signal, or the end of waiting for one

void on_signal(int number) {
  caught = number;
  ::sem_post(&arrived);
}

}  // namespace

Interruptible::Interruptible() {
  caught = 0;
  ::sem_init(&arrived, 0, 0);
  watch_ = std::jthread([stop = stop_]() mutable {
    while (::sem_wait(&arrived) != 0) {
    }
    stop.request_stop();
  });
  for (int number : {SIGINT, SIGTERM}) {
    before_.emplace_back(number, ::signal(number, on_signal));
    if (before_.back().second == SIG_IGN) ::signal(number, SIG_IGN);  // a shell's job in the background
  }
}

Interruptible::~Interruptible() {
  for (const auto& [number, handler] : before_) ::signal(number, handler);
  ::sem_post(&arrived);
}

int Interruptible::end() {
  ::raise(caught);
  return 128 + caught;
}

void outlive_failed_writes() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace convscope
