// licet explain: one order or one item as a tree that a lawyer can read.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands.h"
#include "licet/base/text.h"
#include "licet/gate/grounds.h"
#include "licet/gate/json.h"
#include "licet/parties/ownership.h"
#include "table.h"

namespace licet {

namespace {

std::string_view Answer(Truth truth) {
  return truth == Truth::kTrue ? "yes" : truth == Truth::kFalse ? "no" : "unknown";
}

Colour ColourOf(Truth truth) {
  return truth == Truth::kTrue    ? Colour::kGreen
         : truth == Truth::kFalse ? Colour::kDim
                                  : Colour::kYellow;
}

// "item.tpp = 2368 TPP; >= 4800? no, -2432"
std::string ObservationText(const Observation& o) {
  std::string text = o.fact + " = " + o.value;
  if (!o.unit.empty() && o.value != "unknown") text += " " + o.unit;
  text += fmt::format("; {}? {}", o.line, Answer(o.holds));
  if (!o.distance.empty()) text += ", " + o.distance;
  return text;
}

class Tree {
 public:
  Tree(Console& console, const Engine& engine) : console_(console), engine_(engine) {}

  void Line(int depth, const std::string& text, Colour colour = Colour::kPlain) {
    const int indent = depth * 2;
    console_.out << std::string(static_cast<std::size_t>(indent), ' ')
                 << Paint(console_, colour, Wrap(text, console_.width, indent + 2)) << "\n";
  }
  void Labelled(int depth, const std::string& label, const std::string& text,
                Colour colour = Colour::kPlain) {
    const int indent = depth * 2;
    const std::string head = label + ": ";
    console_.out << std::string(static_cast<std::size_t>(indent), ' ') << head
                 << Paint(console_, colour,
                          Wrap(text, console_.width - static_cast<int>(head.size()), indent + 2))
                 << "\n";
  }

  void Gate(const GateAnswer& answer, bool all) {
    const Determination& d = answer.determination;
    console_.out << "\n"
                 << Paint(console_, Colour::kBold, d.pack->regime) << "  " << d.pack->title << "\n";
    Outcome(answer);
    Line(1, "Why");
    const auto grounds = GroundsOf(engine_.schema(), answer);
    for (const Ground& ground : grounds) Fired(answer, ground);
    if (grounds.empty()) Line(2, "No provision in force on that day applies.", Colour::kDim);
    if (all) NotFired(answer, grounds);
    Conditions(answer);
    Charges(answer);
    ProcessingTimes(answer);
    Open(answer);
  }

  // What the lists say of the order's parties and of their owners.
  void Screening(const Order& order) {
    if (engine_.screening() == nullptr) return;
    const auto& lists = engine_.screening()->lists();
    console_.out << "\n"
                 << Paint(console_, Colour::kBold, "Screening") << "  " << lists.size()
                 << (lists.size() == 1 ? " list\n" : " lists\n");
    std::set<std::string> told;
    for (const std::string* id :
         {&order.end_user, &order.consignee, &order.purchaser, &order.exporter}) {
      const auto party = engine_.parties().Find(*id);
      if (!party || !told.insert(*id).second) continue;
      Hits(**party, "", order.date);
      for (const ChainLink& link : OwnerChains(engine_.parties(), **party, order.date)) {
        const auto owner = engine_.parties().Find(link.share.owner);
        if (!owner || !told.insert((*owner)->id).second) continue;
        Hits(**owner,
             fmt::format(", owner of {} % of {}", link.share.share.ToString(), link.share.owned),
             order.date);
      }
    }
    if (!any_hit_) Line(1, "No party of the order has a name like a listed one.", Colour::kGreen);
  }

  // Every classifying provision in force, fired or not: how far from each line.
  void Classes(const GateAnswer& answer) {
    Line(1, "Every entry in force, and how far the item is from its line");
    for (int number : answer.snapshot->in_force) {
      const Provision& p = answer.snapshot->pack->provisions[static_cast<std::size_t>(number)];
      if (p.stage != Stage::kClassify) continue;
      const Truth fires = answer.determination.fires[static_cast<std::size_t>(number)];
      Provision1(answer, p, fires, {});
    }
    Open(answer);
  }

 private:
  void Hits(const Party& party, const std::string& role, Date day) {
    constexpr int kShown = 5;
    const std::vector<PartyHit>* hits = engine_.HitsOf(party);
    int shown = 0;
    for (std::size_t i = 0; hits != nullptr && i < hits->size(); ++i) {
      const PartyHit& hit = (*hits)[i];
      if (!hit.on_list.Contains(day)) continue;
      if (shown == 0) Line(1, fmt::format("{} ({}){}", party.name, party.id, role));
      any_hit_ = true;
      if (++shown > kShown) continue;
      Labelled(2, fmt::format("{} {}", ToString(hit.state), ScoreText(hit.score)),
               fmt::format("{} [{} {}]", hit.alias, hit.list, hit.entry),
               hit.state < HitState::kNear ? Colour::kYellow : Colour::kPlain);
      if (!hit.cleared.empty()) Line(3, "cleared by " + hit.cleared);
      std::string cite = hit.list_title;
      if (!hit.citation.empty()) cite += ", " + hit.citation;
      if (hit.on_list.from != Date::Min()) cite += ", since " + hit.on_list.from.ToString();
      cite += hit.flags.empty() ? "; no rule on file reads this list"
                                : "; to the rules: " + Join(hit.flags, ", ");
      Line(3, cite, Colour::kDim);
    }
    if (shown > kShown) Line(2, fmt::format("and {} more", shown - kShown), Colour::kDim);
  }

  void Outcome(const GateAnswer& answer) {
    const Determination& d = answer.determination;
    std::string outcome = Unhyphenated(ToString(d.outcome));
    if (d.outcome == Outcome::kException) outcome += " " + d.exception;
    Labelled(1, "Outcome", outcome + (answer.satisfied ? " (gate satisfied)" : ""),
             answer.satisfied ? Colour::kGreen : Colour::kYellow);
    std::string codes = Join(d.codes, ", ");
    if (!d.possible.empty()) codes += "; perhaps " + Join(d.possible, ", ");
    if (!codes.empty()) Labelled(1, "Codes", codes);
    if (!d.review.empty()) Labelled(1, "Review policy", Unhyphenated(d.review));
    if (!d.possible_reviews.empty()) {
      Labelled(1, "Review policy", "one of " + Join(d.possible_reviews, ", "), Colour::kYellow);
    }
    if (answer.authorisation) {
      Labelled(1, "Authorisation",
               fmt::format("{} {}", d.pack->authorisation_called, *answer.authorisation));
    }
    if (d.confidence != Confidence::kPrimary) {
      Labelled(1, "Confidence", std::string(ToString(d.confidence)), Colour::kYellow);
    }
  }

  // " -> 3A090.a", " -> permits CN, HK"; a requirement that repeats the id says nothing new.
  std::string GivesText(const GateAnswer& answer, const Provision& p) const {
    if (!p.gives || p.gives->name == p.id) return "";
    if (p.stage != Stage::kPlace) {
      return " -> " + p.gives->name + (p.gives->prohibits ? " (prohibited)" : "");
    }
    const std::vector<Symbol>& places =
        p.gives->place_set < 0
            ? p.gives->places
            : answer.snapshot->sets[static_cast<std::size_t>(p.gives->place_set)];
    std::vector<std::string> words;
    for (Symbol place : places) words.push_back(engine_.schema().symbols().Text(place));
    return (p.gives->bars_places ? " -> bars " : " -> permits ") + Join(words, ", ");
  }

  void Provision1(const GateAnswer& answer, const Provision& p, Truth fires,
                  const std::vector<std::string>& defeats) {
    Labelled(2, std::string(Answer(fires)), p.id + GivesText(answer, p), ColourOf(fires));
    std::string cite = p.cite.ref + (p.cite.doc.empty() ? "" : " [" + p.cite.doc + "]");
    cite += fmt::format(
        ", in force {}",
        p.validity.Binding(answer.snapshot->known_at, answer.snapshot->reading).ToString());
    if (p.confidence != Confidence::kPrimary) cite += fmt::format(", {}", ToString(p.confidence));
    if (!p.overlay.empty()) cite += fmt::format(", overlay {}", p.overlay);
    Line(3, cite, Colour::kDim);
    if (!defeats.empty()) Line(3, "keeps from applying: " + Join(defeats, ", "));
    const auto observations = DecisiveObservations(TraceOf(engine_.schema(), answer, p.when));
    for (const Observation& o : observations) Line(3, ObservationText(o));
    for (int defeater : p.unless) {
      const Truth truth = answer.determination.fires[static_cast<std::size_t>(defeater)];
      if (truth == Truth::kFalse) continue;
      Line(3,
           fmt::format("{} by {}", truth == Truth::kTrue ? "set aside" : "perhaps set aside",
                       answer.snapshot->pack->provisions[static_cast<std::size_t>(defeater)].id));
    }
    if (!p.note.empty()) Line(3, "Note: " + p.note, Colour::kDim);
  }

  void Fired(const GateAnswer& answer, const Ground& ground) {
    const Provision& p =
        answer.snapshot->pack->provisions[static_cast<std::size_t>(ground.provision)];
    Provision1(answer, p, ground.fires, ground.defeats);
  }

  void NotFired(const GateAnswer& answer, const std::vector<Ground>& grounds) {
    Line(1, "What else is in force and does not apply");
    for (int number : answer.snapshot->in_force) {
      const Provision& p = answer.snapshot->pack->provisions[static_cast<std::size_t>(number)];
      const bool shown = std::any_of(grounds.begin(), grounds.end(), [&](const Ground& ground) {
        return ground.provision == number;
      });
      if (shown || !p.gives || p.stage == Stage::kClock) continue;
      Provision1(answer, p, answer.determination.fires[static_cast<std::size_t>(number)], {});
    }
  }

  void Conditions(const GateAnswer& answer) {
    const Determination& d = answer.determination;
    if (!d.conditions.empty()) Line(1, "Conditions");
    for (const ConditionState& condition : d.conditions) {
      const Provision& p = d.pack->provisions[static_cast<std::size_t>(condition.provision)];
      Labelled(2, std::string(ConditionWord(condition.met)), p.gives->name + ": " + p.gives->duty,
               condition.met == Truth::kTrue    ? Colour::kGreen
               : condition.met == Truth::kFalse ? Colour::kRed
                                                : Colour::kYellow);
      Line(3, p.cite.ref, Colour::kDim);
    }
  }

  void Charges(const GateAnswer& answer) {
    if (!answer.charges.empty()) Line(1, "Charges");
    for (const Charge& charge : answer.charges) {
      const Provision& p =
          answer.determination.pack->provisions[static_cast<std::size_t>(charge.provision)];
      std::string text = fmt::format("{}: rate {} of {}", p.gives->name, p.gives->rate.ToString(),
                                     Unhyphenated(p.gives->base));
      if (charge.amount) text += ", " + charge.amount->ToGroupedString() + " USD";
      if (charge.applies != Truth::kTrue) text += " (perhaps)";
      Line(2, text);
      Line(3, p.cite.ref, Colour::kDim);
    }
  }

  void ProcessingTimes(const GateAnswer& answer) {
    const Determination& d = answer.determination;
    if (!d.clocks.empty()) Line(1, "Processing times");
    for (int number : d.clocks) {
      const Provision& p = d.pack->provisions[static_cast<std::size_t>(number)];
      const Truth fires = d.fires[static_cast<std::size_t>(number)];
      Line(2, fmt::format("{}: {} {} from {}{}", p.gives->name, p.gives->days,
                          p.gives->days == 1 ? "day" : "days", p.gives->from,
                          fires == Truth::kTrue ? "" : " (perhaps)"));
      Line(3, p.cite.ref, Colour::kDim);
    }
  }

  void Open(const GateAnswer& answer) {
    if (answer.missing.empty() && answer.open_points.empty()) return;
    Line(1, "Not known");
    for (const std::string& name : answer.missing) {
      const int number = engine_.schema().Find(name);
      Line(2,
           number < 0
               ? name
               : name + ": " + engine_.schema().facts()[static_cast<std::size_t>(number)].means,
           Colour::kYellow);
    }
    for (const std::string& point : answer.open_points) {
      Line(2, "The law is open: " + point, Colour::kYellow);
    }
  }

  Console& console_;
  const Engine& engine_;
  bool any_hit_ = false;
};

std::string ClockText(Date as_of, Date known_at, Reading reading) {
  return fmt::format("as of {}, with what was known on {}, {} reading", as_of.ToString(),
                     known_at.ToString(), ToString(reading));
}

void PrintDecision(Console& console, const Engine& engine, const Decision& d, bool all) {
  const Order& o = d.order;
  Tree tree(console, engine);
  const Colour colour = d.verdict == Verdict::kRelease ? Colour::kGreen
                        : d.verdict == Verdict::kHold  ? Colour::kYellow
                                                       : Colour::kRed;
  console.out << Paint(console, Colour::kBold, o.id) << "  "
              << Paint(console, colour, ToString(d.verdict)) << "\n";
  tree.Line(
      0, fmt::format("{} of {} {}, {} to {}, used in {}, on {}", Unhyphenated(o.activity),
                     o.quantity.ToGroupedString(), d.item->model, o.origin.empty() ? "?" : o.origin,
                     o.destination.empty() ? "?" : o.destination,
                     o.place_of_use.empty() ? "?" : o.place_of_use, o.date.ToString()));
  tree.Line(0, fmt::format(
                   "exporter {}, purchaser {}, consignee {}, end user {}",
                   o.exporter.empty() ? "?" : o.exporter, o.purchaser.empty() ? "?" : o.purchaser,
                   o.consignee.empty() ? "?" : o.consignee, o.end_user.empty() ? "?" : o.end_user));
  tree.Line(0, "Judged " + ClockText(d.as_of, d.known_at, d.reading), Colour::kDim);
  if (!o.note.empty()) tree.Line(0, "Note: " + o.note, Colour::kDim);
  tree.Line(0, "In one sentence: " + d.reason);
  for (const GateAnswer& gate : d.gates) tree.Gate(gate, all);
  tree.Screening(o);
  console.out << "\n" << Paint(console, Colour::kBold, "Both sides together") << "\n";
  if (d.deadlock) {
    tree.Line(1, "DEADLOCK: no place of use satisfies every side.", Colour::kRed);
  } else {
    tree.Labelled(1, "Places of use that every side permits",
                  d.places ? Join(*d.places, ", ") : "no side restricts the place");
  }
  int step = 0;
  if (!d.next_steps.empty()) tree.Line(1, "Next steps");
  for (const std::string& text : d.next_steps) {
    tree.Line(2, fmt::format("{}. {}", ++step, text));
  }
  if (!d.assumptions.empty()) tree.Line(1, "Taken for granted");
  for (const std::string& text : d.assumptions) tree.Line(2, text, Colour::kDim);
  console.out << "\nThis is software, not legal advice.\n";
}

// The order with that id, or nothing. Reads the file only as far as needed.
Result<std::optional<Order>> FindOrder(Disk& disk, const std::string& path, const std::string& id,
                                       std::vector<std::string>* ids) {
  LICET_ASSIGN_OR_RETURN(OrderReader reader, OrderReader::Open(disk, path));
  Order order;
  while (true) {
    LICET_ASSIGN_OR_RETURN(bool more, reader.Next(&order));
    if (!more) return std::nullopt;
    if (order.id == id) return order;
    ids->push_back(order.id);
  }
}

int ExplainOrder(Console& console, const ExplainOptions& options, const OrderFilesOptions& files,
                 const Order& order, const Clocks& clocks) {
  auto engine = LoadEngine(console, options.common, files);
  if (!engine) return Report(console, engine.error());
  auto decision = Judge(*engine, order, clocks);
  if (!decision) return Report(console, decision.error());
  if (options.common.format == OutputFormat::kJson) {
    console.out << DecisionJson(*engine, *decision) << "\n";
  } else {
    PrintDecision(console, *engine, *decision, options.all);
  }
  return kExitOk;
}

int ExplainItem(Console& console, const ExplainOptions& options, const Clocks& clocks,
                const std::vector<std::string>& order_ids) {
  auto as_of = ReadAsOf(console, options.common);
  if (!as_of) return Report(console, as_of.error());
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto pack = engine->FindPack(options.regime);
  if (!pack) return Report(console, pack.error());
  if (Status status = ExpectClassifies(**pack); !status) return Report(console, status.error());
  auto item = engine->catalog().Find(options.what);
  if (!item) {
    std::string sentence = item.error().sentence();
    const std::string hint = DidYouMean(options.what, order_ids);
    if (!hint.empty()) sentence += "; nor is there such an order" + hint;
    return Report(console, Error(item.error().code(), sentence));
  }
  const Classification found = ClassifyItem(*engine, **pack, **item, *as_of, clocks);
  if (options.common.format == OutputFormat::kJson) {
    console.out << ClassificationJson(*engine, found, *as_of, clocks.reading) << "\n";
    return kExitOk;
  }
  Tree tree(console, *engine);
  const Determination& d = found.answer.determination;
  std::string codes = d.codes.empty() ? "" : Join(d.codes, ", ");
  if (!d.possible.empty())
    codes += (codes.empty() ? "perhaps " : "; perhaps ") + Join(d.possible, ", ");
  console.out << Paint(console, Colour::kBold, (*item)->vendor + " " + (*item)->model) << "  "
              << codes << "\n";
  tree.Line(0, "Judged " + ClockText(*as_of, clocks.known_at, clocks.reading), Colour::kDim);
  const Metrics& m = (*item)->metrics;
  tree.Line(0, fmt::format("TPP {}, performance density {}, DRAM {} GB/s, links {} GB/s",
                           m.tpp.ToGroupedString(), DensityText(m.tpp, m.logic_area),
                           m.memory_bandwidth.ToGroupedString(), m.interconnect.ToGroupedString()));
  tree.Classes(found.answer);
  console.out << "\nThis is software, not legal advice.\n";
  return kExitOk;
}

}  // namespace

int RunExplain(Console& console, const ExplainOptions& options) {
  auto clocks = ReadClocks(console, options.common);
  if (!clocks) return Report(console, clocks.error());
  OrderFilesOptions files = options.files;
  const bool given = !files.orders.empty();
  if (!given) files.orders = console.home + "/data/orders/public-record.csv";
  std::vector<std::string> ids;
  if (given || console.disk.IsFile(files.orders)) {
    auto order = FindOrder(console.disk, files.orders, options.what, &ids);
    if (!order) return Report(console, order.error());
    if (*order) return ExplainOrder(console, options, files, **order, *clocks);
  }
  return ExplainItem(console, options, *clocks, ids);
}

}  // namespace licet
