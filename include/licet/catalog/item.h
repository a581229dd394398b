// Items of the trade and the figures the law computes from them.
//
// Formulas (15 CFR 774 Supp. 1, 3A090 technical notes, as in 88 FR 73458 and
// 89 FR 96790):
//   TPP = 2 x MacTOPS x bit length, dense, the maximum over the formats; a
//         datasheet's TOPS or TFLOPS is 2 x MacTOPS, so TPP = rate x bits.
//   performance density = TPP / area of the logic dies made on a non-planar
//         process; undefined (not zero) when there is no such die.
//   memory bandwidth density = bandwidth / area of the memory package or stack.
// Densities are kept as numerator and denominator and never divided to decide.
//
// Units: TPP as such; rates in tera-operations per second; areas mm2; bandwidths
// GB/s; capacity GB; power W.
// Thread safety: a Catalog is immutable once loaded.

#ifndef LICET_CATALOG_ITEM_H_
#define LICET_CATALOG_ITEM_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/range.h"
#include "licet/base/seams.h"
#include "licet/base/truth.h"

namespace licet {

enum class ItemType { kIc, kMemory, kAssembly };
std::string_view ToString(ItemType type);  // "ic", "memory", "assembly"

// Numeric formats a rate is published for, in the order of the file's columns.
enum class Format {
  kFp64,
  kTf32OrFp32Tensor,
  kFp16OrBf16,
  kFp8,
  kInt8,
  kFp6,
  kFp4,
  kInt4,
  kFp32Vector,
  kFp16Vector
};

// One format's share in the maximum.
struct RateUse {
  Format format;
  std::string name;  // "fp8"
  Range rate;        // tera-operations per second, dense
  Range bits;        // bit length of the multiply's inputs; 19..32 for TF32
  Range tpp;         // rate x bits
};

struct Metrics {
  Range tpp;               // of one IC; for an assembly the largest of its ICs
  Range total_tpp;         // summed over the ICs of an assembly (licence block 22(j))
  Range peak_tops;         // largest rate, no bit-length factor (3A991.p)
  Range logic_area;        // applicable die area; [0,0] when every die is planar
  Range memory_bandwidth;  // all DRAM of the item
  Range memory_area;       // package or stack; memory items only
  Range memory_capacity;
  Range interconnect;          // bidirectional
  std::vector<RateUse> rates;  // how tpp came about, largest upper bound first
};

struct Content {
  std::string item;  // model of an IC in the catalogue
  int count = 0;
};

struct Item {
  ItemType type = ItemType::kIc;
  std::string vendor;
  std::string model;
  std::string family;
  std::string kind;  // gpu, asic, npu, cpu-apu, fpga, hbm, server, board
  std::string form_factor;
  Truth designed_for_datacenter = Truth::kUnknown;
  std::string announced;  // ISO date, may stop at year or month; may be empty
  Range process_nm;
  Truth non_planar = Truth::kUnknown;
  Metrics metrics;
  std::vector<Content> contents;  // assemblies only
  std::string confidence;         // datasheet, press, estimate
  std::string sources;            // addresses joined by " ; "
  std::string notes;
  Place place;  // where it was read
};

// Paths; "" for a file that is not there.
struct CatalogFiles {
  std::string chips;       // columns of data/chips.csv
  std::string hbm;         // columns of data/hbm.csv
  std::string assemblies;  // columns of data/assemblies.csv
  std::string aliases;     // alias,item,why
};

class Catalog {
 public:
  // A file passed as `chips` may also have the columns of data/hbm.csv; the
  // header decides. Rows whose figures cannot be read, are negative or absurd
  // are errors with file, line and column.
  static Result<Catalog> Load(Disk& disk, const CatalogFiles& files);

  // By model name, by "vendor model", by alias, or by a whole-word prefix that
  // fits one item only; case does not matter. Otherwise kUnknownName with the
  // nearest names, or kAmbiguousName with all that fit.
  Result<const Item*> Find(std::string_view name) const;

  const std::vector<Item>& items() const { return items_; }
  std::vector<std::string> names() const;

 private:
  std::vector<std::string> NearestModels(std::string_view name) const;

  std::vector<Item> items_;
  std::map<std::string, std::size_t> by_name_;  // lower case
  std::map<std::string, std::string> aliases_;  // lower case -> model
};

}  // namespace licet

#endif  // LICET_CATALOG_ITEM_H_
