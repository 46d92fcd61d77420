// The session of a running window on the disk, so that no end of it loses more than two seconds.
//
//   session.json           the window as it was last closed in order
//   unsaved-PID.json       what the window of that process has now; gone when it is closed in order
//   session-damaged.json   a session that could not be read, kept for whoever wants to look at it
//
//   SessionKeeper keeper(request.session, workers);
//   const FoundSession found = keeper.find();   // once, before the window opens
//   keeper.look(desk);                          // every frame
//   keeper.close(desk);                         // at the end
#pragma once

#include <optional>
#include <string>

#include "app/desk/latest.hpp"
#include "app/window/session_store.hpp"

namespace convscope {

struct FoundSession {
  std::optional<StoredSession> session{};
  std::string complaint{};  ///< why there is none, a sentence
  bool orderly = false;     ///< there is one of an orderly end
  bool recovered = false;   ///< left by a window that was not closed in order
};

class SessionKeeper {
 public:
  /// `path`: session.json's; empty: nothing is kept.
  SessionKeeper(std::string path, const Workers& workers);

  /// What a window of a process that is gone has left unsaved, else the session of the last orderly end. One
  /// that cannot be read is renamed, and said.
  FoundSession find();

  /// Once a frame; saves beside the window, at most once a second. What goes wrong is said once.
  void look(Desk& desk);
  /// Something may have changed since look() last looked: it wants to be called within a second or so.
  bool waits() const { return waits_; }

  /// The orderly end. Errors: as save_session.
  void close(const Desk& desk);

 private:
  FoundSession load(const std::string& path, bool recovered);
  std::string unsaved() const;

  std::string path_;
  double looked_ = 0;  ///< steady_seconds()
  bool waits_ = false, failed_ = false;
  std::string last_;            ///< what was saved last, without the scenario
  DerivedPtr last_of_{};        ///< whose scenario
  std::optional<LastJob> job_;  ///< last: it ends first
};

}  // namespace convscope
