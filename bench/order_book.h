// A made-up order book of any length: the catalogue's items, thousands of
// parties, routes, dates and papers mixed at random. The same seed gives the
// same book. Nothing in it is a fact about a firm.

#ifndef LICET_BENCH_ORDER_BOOK_H_
#define LICET_BENCH_ORDER_BOOK_H_

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/seams.h"
#include "licet/catalog/item.h"

namespace licet {

class OrderBook {
 public:
  OrderBook(const Catalog& catalog, int parties, std::uint64_t seed)
      : random_(seed), party_count_(parties) {
    for (const Item& item : catalog.items()) {
      std::string name;
      CsvWriter::AppendField(item.model, &name);
      items_.push_back(name);
    }
  }

  std::string Parties() {
    std::string text = "party,name,country,headquarters,parent,tier,flags\n";
    for (int i = 0; i < party_count_; ++i) {
      const std::string_view country = Pick(kCountries);
      // One in five has a parent, which stands before it in the file.
      const std::string parent =
          i > 10 && Below(5) == 0 ? fmt::format("p{}", Below(static_cast<std::uint64_t>(i))) : "";
      text += fmt::format("p{},Party {},{},{},{},{},{}\n", i, i, country,
                          Below(10) == 0 ? Pick(kCountries) : country, parent,
                          country == "CN" || country == "HK" ? Pick(kTiers) : "",
                          Below(20) == 0 ? Pick(kFlags) : "");
    }
    return text;
  }

  static std::string Header() {
    return "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,"
           "end_user,origin,destination,place_of_use,end_use,evidence\n";
  }

  void AppendOrder(std::uint64_t number, std::string* out) {
    const Date date = Date::FromDays(19210 + static_cast<int>(Below(1560)));  // 2022-08 to 2026-11
    const std::uint64_t buyer = Party();
    // Most orders name one firm three times; some name two or three.
    const std::uint64_t consignee = Below(4) == 0 ? Party() : buyer;
    const std::uint64_t user = Below(3) == 0 ? Party() : consignee;
    const std::string_view to = Below(3) == 0 ? "CN" : Pick(kCountries);
    fmt::format_to(std::back_inserter(*out), "O{},{},{},{},{},{},p{},p{},p{},p{},{},{},{},{},{}\n",
                   number, date.ToString(), Pick(kActivities), items_[Below(items_.size())],
                   1 + Below(5000), 500 + Below(40'000), Party(), buyer, consignee, user,
                   Below(3) == 0 ? Pick(kCountries) : "US", to,
                   Below(8) == 0 ? Pick(kCountries) : to, Pick(kUses), Evidence(number));
  }

 private:
  using Words = std::vector<std::string_view>;

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }
  std::uint64_t Party() { return Below(static_cast<std::uint64_t>(party_count_)); }
  std::string_view Pick(const Words& words) { return words[Below(words.size())]; }

  std::string Evidence(std::uint64_t number) {
    std::string text;
    if (Below(2) == 0) text += "purchase-order";
    if (Below(10) == 0) text += fmt::format("{}bis-licence=D{}", text.empty() ? "" : ";", number);
    if (Below(20) == 0) text += text.empty() ? "dd-kyc;dd-end-use" : ";dd-kyc;dd-end-use";
    if (Below(20) == 0) text += text.empty() ? "necessity=necessary" : ";necessity=necessary";
    return text;
  }

  const Words kCountries = {"US", "CN", "HK", "MO", "TW", "JP", "KR", "SG", "MY", "AE",
                            "SA", "DE", "FR", "GB", "NL", "IN", "IL", "VN", "TH", "BR",
                            "CA", "AU", "RU", "IR", "KZ", "QA", "TR", "PL", "CH", "ID"};
  const Words kTiers = {"T1", "T1b", "T2", "T3", "T4", "T5"};
  const Words kFlags = {"entity-list", "meu-list", "uvl", "state-backed"};
  const Words kActivities = {"export", "export", "export", "reexport", "in-country-transfer"};
  const Words kUses = {"ai-training", "ai-inference", "cloud-service", "research",   "consumer",
                       "enterprise",  "datacenter",   "commercial",    "government", "other"};

  SeededRandom random_;
  const int party_count_;
  std::vector<std::string> items_;
};

}  // namespace licet

#endif  // LICET_BENCH_ORDER_BOOK_H_
