// A question to workers, which is asked again and again: the last one wins, and the last answer stays on the
// stage until there is a newer one.
//
//   Latest<Settings, Enlarged> enlarged_{workers};
//
//   void tick() {                                            // every frame, on the window's thread
//     enlarged_.want(settings_, [](const Settings& s, const Progress& progress, const auto& deliver) {
//       deliver(quick_look(s));                              // on a worker; any number of times, or never
//       return enlarge(s, progress);                         // throws Stopped, or an error for problem()
//     });
//     enlarged_.take();
//     if (const Enlarged* e = enlarged_.answer()) draw(*e, enlarged_.is_old());
//   }
//
// One job at a time: an older one has returned before the next one begins. Whatever works use of their
// owner is declared before the Latest, whose end waits for them.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/desk/workers.hpp"
#include "core/base/problem.hpp"
#include "core/base/progress.hpp"

namespace convscope {

/// What is the same for all questions: one job at a time on the workers, of which the last one wins.
class LastJob {
 public:
  using HandOver = std::function<void(std::function<void()> to_window)>;
  /// What it hands over is called by take(), in order. It may throw Stopped, and nothing else.
  using Job = std::function<void(const Progress&, const HandOver&)>;

  explicit LastJob(const Workers& workers);
  /// Stops what is under way and waits for it.
  ~LastJob();
  LastJob(const LastJob&) = delete;
  LastJob& operator=(const LastJob&) = delete;

  /// Drops what there is, and begins this as soon as the one under way has returned.
  void start(Job job);
  /// Stops it; what it has handed over and not been taken is forgotten. Then nobody is busy, though it may
  /// take a while to notice.
  void drop();
  /// Stops it, but waits for what it hands over in the end.
  void stop();
  /// Calls what has been handed over; false: nothing was.
  bool take();
  /// A job is waiting or under way, or something has not been taken.
  bool busy() const;
  /// Of the job under way, 0 to 1; negative: unknown.
  double progress() const;

 private:
  struct State;
  Workers workers_;
  std::shared_ptr<State> state_;
};

/// On the window's thread, all but the works. Questions can be compared, both can be copied.
template <class Question, class Answer>
class Latest {
 public:
  using Deliver = std::function<void(Answer so_far)>;
  using Work = std::function<Answer(const Question&, const Progress&, const Deliver&)>;

  explicit Latest(const Workers& workers) : job_(workers) {}

  // Asking.

  /// False: it is what was asked last, nothing happens. Else what is under way is dropped, and the work
  /// begins. `there` is what there is of an answer already.
  bool want(Question question, Work work, std::optional<Answer> there = std::nullopt) {
    if (!ask(question)) return false;
    if (there) adopt(std::move(*there), false);
    job_.start([this, serial = serial_, question = std::move(question), work = std::move(work)](
                   const Progress& progress, const LastJob::HandOver& hand_over) {
      const auto bring = [&](Answer answer, bool last) {
        hand_over([this, serial, last, answer = std::make_shared<Answer>(std::move(answer))] {
          arrived_.push_back({serial, last, std::move(*answer)});
        });
      };
      try {
        bring(work(question, progress, [&](Answer so_far) { bring(std::move(so_far), false); }), true);
      } catch (const std::exception& problem) {
        hand_over([this, words = sentence_of(problem)] { problem_ = words; });
      }
    });
    return true;
  }
  /// The same at once and on this thread, where the work is nothing to wait for.
  bool want_now(Question question, const Work& work) {
    if (!ask(std::move(question))) return false;
    try {
      adopt(work(*asked_, Progress(), [](const Answer&) {}), true);
    } catch (const std::exception& problem) {
      problem_ = sentence_of(problem);
    }
    return true;
  }
  /// The same where there is nothing to be done: the answer before stays, and is old.
  bool leave(Question question) { return ask(std::move(question)); }
  /// The next question is asked also if it is the same: things have changed, or it was cancelled.
  void again() { again_ = true; }
  /// want() would change nothing.
  bool has_asked(const Question& question) const { return !again_ && asked_ == question; }
  /// Gives up. What has been taken stays, and the question counts as asked.
  void cancel() { job_.drop(); }
  /// Stops the work, and still takes what it returns then.
  void finish() { job_.stop(); }

  // Answers.

  /// Once a frame: takes in what has been delivered, and shows it to `each` in order. False: nothing new.
  template <class Each>
  bool take(Each&& each) {
    if (!job_.take()) return false;
    for (Piece& piece : std::exchange(arrived_, {})) {
      if (piece.serial != serial_) break;  // `each` has asked for something else
      adopt(std::move(piece.answer), piece.last);
      each(std::as_const(*answer_));
    }
    return true;
  }
  bool take() {
    return take([](const Answer&) {});
  }

  /// None before the first question.
  const std::optional<Question>& asked() const { return asked_; }
  /// The last one that has come, or so far; null before the first.
  const Answer* answer() const { return answer_ ? &*answer_ : nullptr; }
  /// Of what question that is.
  const std::optional<Question>& answered() const { return answered_; }
  /// There is an answer, of another question than the present one.
  bool is_old() const { return answer_ && answered_ != asked_; }
  /// There is an answer of the present question, and it is finished.
  bool is_complete() const { return answer_ && last_ && answered_ == asked_; }
  /// Why the present question has no answer, or empty.
  const std::string& problem() const { return problem_; }
  bool busy() const { return job_.busy(); }
  /// 0 to 1; negative: unknown.
  double progress() const { return job_.progress(); }

 private:
  struct Piece {
    std::uint64_t serial;  ///< of the question
    bool last;
    Answer answer;
  };

  bool ask(Question question) {
    if (has_asked(question)) return false;
    again_ = false;
    job_.drop();
    ++serial_;
    problem_.clear();
    last_ = false;
    asked_ = std::move(question);
    return true;
  }
  void adopt(Answer answer, bool last) {
    answer_ = std::move(answer);
    last_ = last;
    if (answered_ != asked_) answered_ = asked_;
  }

  std::optional<Question> asked_, answered_;
  std::optional<Answer> answer_;
  bool last_ = false, again_ = false;
  std::string problem_;
  std::uint64_t serial_ = 0;
  std::vector<Piece> arrived_;
  LastJob job_;  // last: works are over before the rest goes
};

}  // namespace convscope
