// The commands of the window as a whole: files, undoing, what lies over it.
#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/presenting_commands.hpp"
#include "app/labs/explore/stage_file.hpp"
#include "app/widgets/clipboard.hpp"
#include "app/window/command_groups.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/session_store.hpp"
#include "core/base/error.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

void dismiss(CommandTarget& t, Arguments) {
  Session& s = t.desk.session;
  if (s.blank || s.help || s.palette || s.export_panel || s.code_panel || s.lesson_list)
    s.blank = s.help = s.palette = s.export_panel = s.code_panel = s.lesson_list = false;
  else if (t.desk.presenting().put_away())
    return;
  else if (!t.desk.message.empty())
    t.desk.message.clear();
  else if (t.desk.presenting().bare)
    try_command(t, {"present", "off"});
  else if (t.desk.presenting().lecturer == LecturerView::here)
    t.desk.presenting().lecturer = LecturerView::none;
  else if (s.presentation)
    s.presentation = false;
  else
    s.full_screen = false;
}

void last_session(CommandTarget& t, Arguments) {
  const auto stored = load_session(session_path());
  if (!stored) throw Error("last-session", "there is none", "a window that was closed before");
  if (stored->scenario) t.desk.load(*stored->scenario);
  restore(t, *stored, true);
}

constexpr auto kWindowCommands = std::to_array<Command>({
    {"open", "[PATH...]", "Ctrl+O", "Opens a scenario or lesson (.json), an input (.npy) or a photograph.", 0,
     64,
     [](CommandTarget& t, Arguments a) {
       if (const std::string path = words::joined(a); path.ends_with(".json") && is_lesson(path))
         return open_lesson(t, path);
       a.empty() ? open_command(t.desk, "") : open_together(t.desk, paths_of(a));
     }},
    {"next-file", "", "Ctrl+PageDown", "Opens the next of several files that were dropped or named together.",
     0, 0, [](CommandTarget& t, Arguments) { next_file_command(t.desk); }},
    {"save", "[PATH]", "Ctrl+S", "Saves the scenario as a .json file.", 0, 64,
     [](CommandTarget& t, Arguments a) {
       save_command(t.desk, words::joined(a), shown_as(explorer(t.desk)));
     }},
    {"undo", "", "Ctrl+Z", "Takes the last change back.", 0, 0,
     [](CommandTarget& t, Arguments) {
       if (!undo_ink(t.desk)) t.desk.undo();
     }},
    {"redo", "", "Ctrl+Y Ctrl+Shift+Z", "Makes it again.", 0, 0,
     [](CommandTarget& t, Arguments) {
       if (!redo_ink(t.desk)) t.desk.redo();
     }},
    {"copy-spec", "", "Ctrl+C", "Copies the scenario's line.", 0, 0,
     [](CommandTarget& t, Arguments) {
       copy_text(t.desk.line());
       t.desk.tell("Copied " + t.desk.line());
     }},
    {"presentation", "[on|off]", "P", "Larger type and no panels, for a projector.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.presentation = words::flag(t.desk.session.presentation, a, "presentation");
     }},
    {"blank", "[on|off]", "B .", "A dark screen, for a moment's attention; any key or click ends it.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.blank = words::flag(t.desk.session.blank, a, "blank");
     }},
    {"full-screen", "[on|off]", "F11", "The whole screen for the window, and back.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.full_screen = words::flag(t.desk.session.full_screen, a, "full-screen");
     }},
    {"help", "[on|off]", "F1 ?", "Explains what is under the pointer, and lists the keys.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.help = words::flag(t.desk.session.help, a, "help");
     }},
    {"palette", "[on|off]", "Ctrl+P", "Finds any command.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.palette = words::flag(t.desk.session.palette, a, "palette");
     }},
    {"last-session", "", "", "Goes back to the window as it was last closed in order.", 0, 0, last_session},
    {"dismiss", "", "Esc",
     "Closes what lies over the stage, puts the pen away; leaves presentation mode, then the full screen.", 0,
     0, dismiss},
    {"quit", "", "Ctrl+Q", "Closes the window.", 0, 0,
     [](CommandTarget& t, Arguments) { t.desk.quit = true; }},
});

}  // namespace

std::span<const Command> window_commands() {
  return kWindowCommands;
}

}  // namespace convscope
