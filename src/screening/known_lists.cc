#include "known_lists.h"

#include <array>

#include "licet/base/text.h"
#include "list_text.h"

namespace licet {
namespace {

constexpr std::string_view kBis = "US Bureau of Industry and Security";
constexpr std::string_view kOfac = "US Office of Foreign Assets Control";
constexpr std::string_view kState = "US Department of State";
constexpr std::string_view kWar = "US Department of War";
constexpr std::string_view kMofcom = "Ministry of Commerce of China";

struct Known {
  std::string_view id;
  std::string_view title;
  std::string_view publisher;
  std::string_view abbreviation;  // of the Consolidated Screening List; "" not in it
  std::string_view other_id;      // in copies of the single list; "" none
};

constexpr std::array<Known, 27> kKnown = {{
    {kEntityList, "Entity List", kBis, "EL", "bis-entity-list"},
    {"us-military-end-user-list", "Military End-User List", kBis, "MEU", "bis-meu"},
    {"us-denied-persons-list", "Denied Persons List", kBis, "DPL", "bis-dpl"},
    {"us-unverified-list", "Unverified List", kBis, "UVL", "bis-uvl"},
    {"us-nonproliferation", "Nonproliferation Sanctions", kState, "ISN", "state-nonproliferation"},
    {"us-itar-debarred", "ITAR Debarred Parties", kState, "DTC", ""},
    {"us-itar-debarred-statutory", "ITAR Debarred Parties (Statutory)", kState, "",
     "state-debarred-statutory"},
    {"us-itar-debarred-admin", "ITAR Debarred Parties (Administrative)", kState, "",
     "state-debarred-admin"},
    {"us-sdn", "Specially Designated Nationals", kOfac, "SDN", "ofac-sdn"},
    {"us-ofac-consolidated", "Consolidated Non-SDN Lists", kOfac, "", "ofac-consolidated"},
    {"us-ns-cmic", "Non-SDN Chinese Military-Industrial Complex Companies", kOfac, "CMIC",
     "ofac-nscmic"},
    {"us-eo-14032-annex", "Annex to Executive Order 14032", kOfac, "", "ofac-eo14032"},
    {"us-ssi", "Sectoral Sanctions Identifications", kOfac, "SSI", ""},
    {"us-ns-mbs", "Non-SDN Menu-Based Sanctions", kOfac, "MBS", ""},
    {"us-capta", "Correspondent Account or Payable-Through Account Sanctions", kOfac, "CAP", ""},
    {"us-ns-plc", "Palestinian Legislative Council", kOfac, "PLC", ""},
    {"us-fse", "Foreign Sanctions Evaders", kOfac, "FSE", ""},
    {"us-1260h", "Section 1260H Chinese Military Companies", kWar, "", "dow-1260h"},
    {"us-1286", "Section 1286 Institutions", kWar, "", "dow-1286"},
    {"us-uflpa", "UFLPA Entity List", "US Department of Homeland Security", "", "dhs-uflpa"},
    {"us-fcc-covered", "FCC Covered List", "US Federal Communications Commission", "",
     "fcc-covered"},
    {"un-consolidated", "UN Security Council Consolidated List", "United Nations", "", ""},
    {"jp-end-user-list", "Foreign End-User List",
     "Ministry of Economy, Trade and Industry of Japan", "", ""},
    {"cn-unreliable-entity-list", "Unreliable Entity List", kMofcom, "", ""},
    {"cn-export-control-list", "Export Control List", kMofcom, "", "cn-export-control-watchlist"},
    {"cn-attention-list", "Attention List", kMofcom, "", ""},
    {"us-terrorist-exclusion-list", "Terrorist Exclusion List", kState, "TEL", ""},
}};

// "EL" of "Entity List (EL) - Bureau of Industry and Security".
std::string_view AbbreviationIn(std::string_view name) {
  const std::size_t open = name.find(" (");
  const std::size_t close = name.find(')', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return "";
  if (name.find(" - ", close) == std::string_view::npos) return "";
  return name.substr(open + 2, close - open - 2);
}

// "Attention List" of "Attention List - Ministry of Commerce of China".
std::string_view TitleIn(std::string_view name) { return name.substr(0, name.find(" - ")); }

}  // namespace

ListIdentity IdentityOf(std::string_view name) {
  const std::string_view abbreviation = AbbreviationIn(name);
  for (const Known& known : kKnown) {
    const bool same = name == known.id || (!known.other_id.empty() && name == known.other_id) ||
                      (!abbreviation.empty() && abbreviation == known.abbreviation) ||
                      TitleIn(name) == known.title;
    if (same) {
      return {std::string(known.id), std::string(known.title), std::string(known.publisher)};
    }
  }
  ListIdentity own{.id = SlugOf(name), .title = CleanLine(name), .publisher = ""};
  if (own.id.empty()) own.id = "own-list";
  return own;
}

}  // namespace licet
