// licet regime patch: checks a what-if law and shows what it changes.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "analysis_commands.h"
#include "changed_items.h"
#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {

namespace {

struct DatedItem {
  Date day;
  ChangedItem item;
};

class PatchRun {
 public:
  PatchRun(Console& console, const RegimeOptions& options) : console_(console), options_(options) {}

  Result<int> Run() {
    CommonOptions common = options_.common;
    common.overlays.push_back(options_.file);
    OrderFilesOptions no_orders;
    no_orders.no_screening = true;
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadEngine(console_, common, no_orders));
    std::vector<Overlay> beneath = engine.overlays();
    overlay_ = beneath.back();
    beneath.pop_back();
    if (!overlay_->patch()) {
      return Fail(ErrorCode::kInvalidArgument,
                  "this is an overlay, which adds to the law and changes nothing of it; a patch "
                  "starts with 'patch: NAME'",
                  overlay_->place());
    }
    LICET_ASSIGN_OR_RETURN(with_, engine.FindPack(patch().regime()));
    LICET_ASSIGN_OR_RETURN(without_, engine.PackUnder(console_.disk, patch().regime(), beneath));
    LICET_RETURN_IF_ERROR(CheckEarlierDays());
    FindItems(engine);
    Print();
    return kExitOk;
  }

 private:
  const Patch& patch() const { return *overlay_->patch(); }
  std::vector<const LawChange*> Changes() const {
    std::vector<const LawChange*> own;
    for (const LawChange& change : with_->changes) {
      if (change.patch == overlay_->name()) own.push_back(&change);
    }
    std::ranges::stable_sort(own, {}, [](const LawChange* change) { return change->day; });
    return own;
  }

  // A patch never changes an earlier day than its own, nor what was known before
  // it was announced. It is made so that it cannot; here is the proof of this one.
  Status CheckEarlierDays() const {
    const auto before = [](Date day) { return Date::FromDays(day.days() - 1); };
    std::vector<Date> days = ChangeDays(*with_);
    days.push_back(before(patch().effective()));
    for (const Date day : days) {
      const Date known = day < patch().effective() ? Date::Max() : before(patch().announced());
      for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
        for (const Date at : {known, before(patch().announced())}) {
          const std::string difference = FirstDifference(TakeSnapshot(*with_, day, at, reading),
                                                         TakeSnapshot(*without_, day, at, reading));
          if (difference.empty()) continue;
          return Fail(
              ErrorCode::kInternal,
              fmt::format("the patch would change {}, before its own day: {}; please report "
                          "the file",
                          day.ToString(), difference),
              overlay_->place());
        }
      }
    }
    return {};
  }

  void FindItems(Engine& engine) {
    if (!ExpectClassifies(*with_)) return;
    std::set<Date> days;
    for (const LawChange* change : Changes()) days.insert(change->day);
    Clocks clocks;
    clocks.known_at = std::max(console_.clock.Today(), KnownFrom());
    for (const Date day : days) {
      for (ChangedItem& item :
           ChangedItems(engine, {without_, day, clocks}, {with_, day, clocks})) {
        items_.push_back({day, std::move(item)});
      }
    }
  }

  Date KnownFrom() const {
    Date known = patch().announced();
    for (const LawChange* change : Changes()) known = std::max(known, change->announced);
    return known;
  }

  // What the law itself cites for what is changed; nullptr where there was nothing.
  const Cite* LawOf(const LawChange& change) const {
    if (change.kind == LawChangeKind::kAdded) return nullptr;
    if (const int number = with_->Find(change.subject); number >= 0) {
      return &with_->provisions[static_cast<std::size_t>(number)].cite;
    }
    for (const NamedSet& set : with_->sets) {
      if (set.name == change.subject) return &set.cite;
    }
    return nullptr;
  }

  void Print() {
    switch (options_.common.format) {
      case OutputFormat::kTable:
        PrintText();
        break;
      case OutputFormat::kJson:
        PrintJson();
        break;
      case OutputFormat::kCsv:
        PrintCsv();
        break;
    }
  }

  void Line(int indent, const std::string& text, Colour colour = Colour::kPlain) {
    console_.out << std::string(static_cast<std::size_t>(indent), ' ')
                 << Paint(console_, colour, Wrap(text, console_.width, indent + 2)) << "\n";
  }

  void PrintText() {
    console_.out << Paint(console_, Colour::kBold, overlay_->name()) << "  "
                 << Wrap(overlay_->title(), console_.width,
                         static_cast<int>(overlay_->name().size()) + 2)
                 << "\n";
    Line(2, fmt::format("A patch of {}, announced {}, effective {}; not the law", patch().regime(),
                        patch().announced().ToString(), patch().effective().ToString()));
    Line(2, CiteText(patch().cite()), Colour::kDim);
    for (const LawChange* change : Changes()) ChangeText(*change);
    PrintItems();
    console_.out << "\n";
    std::string end =
        fmt::format("Checked: no day before {} changes, and nothing as known before {}.",
                    patch().effective().ToString(), patch().announced().ToString());
    if (console_.clock.Today() < KnownFrom()) {
      end +=
          fmt::format(" It is known from {} on: give that day to --known-at, or known= in a law.",
                      KnownFrom().ToString());
    }
    Line(0, end);
  }

  void ChangeText(const LawChange& change) {
    console_.out << "\n"
                 << change.day.ToString() << "  "
                 << Paint(console_, Colour::kYellow, fmt::format("{:<8}", ToString(change.kind)))
                 << "  " << Paint(console_, Colour::kBold, change.subject) << "\n";
    for (const WordsChange& field : change.fields) {
      if (!field.before.empty()) Line(4, fmt::format("{}: {}", field.field, field.before));
      if (field.after.empty()) {
        Line(4, "-> no more");
      } else {
        Line(4, fmt::format("{} {}", field.before.empty() ? field.field + ":" : "->", field.after));
      }
    }
    if (!change.successor.empty()) Line(4, "called: " + change.successor);
    if (const Cite* law = LawOf(change)) Line(4, "law: " + CiteText(*law), Colour::kDim);
    Line(4, "by: " + CiteText(change.cite), Colour::kDim);
    if (!change.note.empty()) Line(4, "note: " + change.note);
  }

  void PrintItems() {
    Date last = Date::Min();
    for (std::size_t i = 0; i < items_.size();) {
      last = items_[i].day;
      console_.out << "\n"
                   << Paint(console_, Colour::kBold, "Items of the catalogue on " + last.ToString())
                   << "\n";
      Table table({"Item", "Before", "After"});
      for (; i < items_.size() && items_[i].day == last; ++i) {
        const ChangedItem& one = items_[i].item;
        table.Add({{one.item}, {one.before}, {one.after}});
      }
      table.Print(console_);
    }
    if (items_.empty() && ExpectClassifies(*with_)) {
      console_.out << "\n";
      Line(0, "No item of the catalogue changes its codes.");
    }
  }

  void PrintJson() {
    OrderedJson changes = OrderedJson::array();
    for (const LawChange* change : Changes()) {
      OrderedJson fields = OrderedJson::array();
      for (const WordsChange& field : change->fields) {
        fields.push_back(
            {{"field", field.field}, {"before", field.before}, {"after", field.after}});
      }
      const Cite* law = LawOf(*change);
      changes.push_back({{"change", ToString(change->kind)},
                         {"day", change->day.ToString()},
                         {"announced", change->announced.ToString()},
                         {"what", change->subject},
                         {"successor", change->successor},
                         {"fields", std::move(fields)},
                         {"law", law == nullptr ? OrderedJson() : CiteJson(*law)},
                         {"cite", CiteJson(change->cite)},
                         {"note", change->note}});
    }
    OrderedJson items = OrderedJson::array();
    for (const auto& [day, one] : items_) {
      items.push_back({{"day", day.ToString()},
                       {"item", one.item},
                       {"before", one.before},
                       {"after", one.after}});
    }
    const OrderedJson json = {{"patch", overlay_->name()},
                              {"title", overlay_->title()},
                              {"regime", patch().regime()},
                              {"announced", patch().announced().ToString()},
                              {"effective", patch().effective().ToString()},
                              {"cite", CiteJson(patch().cite())},
                              {"changes", std::move(changes)},
                              {"items", std::move(items)}};
    console_.out << Dumped(json) << "\n";
  }

  void PrintCsv() {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"change", "day", "what", "field", "before", "after", "ref", "url"});
    for (const LawChange* change : Changes()) {
      for (const WordsChange& field : change->fields) {
        writer.Write({std::string(ToString(change->kind)), change->day.ToString(), change->subject,
                      field.field, field.before, field.after, change->cite.ref, change->cite.url});
      }
    }
    for (const auto& [day, one] : items_) {
      writer.Write({"item", day.ToString(), one.item, "codes", one.before, one.after, "", ""});
    }
    console_.out << csv;
  }

  Console& console_;
  const RegimeOptions& options_;
  std::optional<Overlay> overlay_;
  const Pack* with_ = nullptr;
  const Pack* without_ = nullptr;
  std::vector<DatedItem> items_;
};

}  // namespace

int RunRegimePatch(Console& console, const RegimeOptions& options) {
  PatchRun run(console, options);
  const auto code = run.Run();
  return code ? *code : Report(console, code.error());
}

void AddRegimePatch(CLI::App& regime, Console& console, RunSlot* run) {
  auto options = std::make_shared<RegimeOptions>();
  auto* patch = regime.add_subcommand("patch", "A what-if law: what a patch changes, checked");
  patch->add_option("file", options->file, "a patch (docs/packs.md)")
      ->required()
      ->type_name("FILE");
  AddFormat(patch, &options->common);
  AddOverlay(patch, &options->common);
  patch->footer(
      "Every command with --overlay, and every law with overlay=FILE, takes a patch.\n"
      "Examples: licet regime patch docs/patches/hbm-lifted.yaml\n"
      "          licet classify --overlay docs/patches/hbm-lifted.yaml \\\n"
      "            --as-of 2027-01-01");
  patch->callback([options, &console, run] {
    *run = [options, &console] { return RunRegimePatch(console, *options); };
  });
}

}  // namespace licet
