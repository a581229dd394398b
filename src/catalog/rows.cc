#include "catalog/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "catalog/fields.h"
#include "catalog/metrics.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"

namespace licet {
namespace {

constexpr std::size_t kFileBytesMax = 64 << 20;
constexpr std::int64_t kRateMax = 10'000'000;
constexpr std::int64_t kAreaMax = 1'000'000;
constexpr std::int64_t kBandwidthMax = 1'000'000'000;
constexpr std::int64_t kOtherMax = 1'000'000;  // gigabytes, watts, nanometres, dies
constexpr int kCountMax = 1'000'000;

// In the order of Format.
constexpr std::array<const char*, kFormats> kRateColumns = {"fp64_tflops",
                                                            "tf32_fp32_tensor_tflops",
                                                            "fp16_bf16_tensor_tflops",
                                                            "fp8_tflops",
                                                            "int8_tops",
                                                            "fp6_tflops",
                                                            "fp4_tflops",
                                                            "int4_tops",
                                                            "fp32_vector_tflops",
                                                            "fp16_vector_tflops"};

const std::vector<std::string>& ChipColumns() {
  static const auto* columns = new std::vector<std::string>{"form_factor",
                                                            "family",
                                                            "kind",
                                                            "designed_for_datacenter",
                                                            "announced_date",
                                                            "fp64_tflops",
                                                            "tf32_fp32_tensor_tflops",
                                                            "tf32_fp32_kind",
                                                            "fp16_bf16_tensor_tflops",
                                                            "fp8_tflops",
                                                            "int8_tops",
                                                            "fp6_tflops",
                                                            "fp4_tflops",
                                                            "int4_tops",
                                                            "fp32_vector_tflops",
                                                            "fp16_vector_tflops",
                                                            "die_area_mm2",
                                                            "process_nm",
                                                            "non_planar",
                                                            "dies",
                                                            "transistors_billion",
                                                            "memory_type",
                                                            "memory_gb",
                                                            "memory_bandwidth_gbps",
                                                            "interconnect_bidir_gbps",
                                                            "tdp_w",
                                                            "source_url",
                                                            "confidence",
                                                            "notes"};
  return *columns;
}

const std::vector<std::string>& StackColumns() {
  static const auto* columns = new std::vector<std::string>{
      "product",        "capacity_gb",    "stack_height",     "pin_speed_gbps",
      "bus_width_bits", "bandwidth_gbps", "package_area_mm2", "bandwidth_density_gbps_per_mm2",
      "announced_date", "source_url",     "confidence",       "notes"};
  return *columns;
}

Result<CsvTable> OpenTable(Disk& disk, const std::string& path,
                           const std::vector<std::string>& required,
                           const std::vector<std::string>& optional) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  return CsvTable::Open(CsvReader(std::move(source), path), required, optional);
}

Status ReadCommonColumns(const CsvTable& table, Item* item) {
  LICET_ASSIGN_OR_RETURN(item->announced, ReadPartialDate(table, "announced_date"));
  item->confidence = ReadText(table, "confidence");
  item->sources = ReadText(table, "source_url");
  item->notes = ReadText(table, "notes");
  return {};
}

// Columns that no metric uses; a figure in them must be readable all the same.
Status CheckFigures(const CsvTable& table, std::initializer_list<const char*> columns) {
  for (const char* column : columns) {
    LICET_RETURN_IF_ERROR(ReadFigure(table, column, kOtherMax));
  }
  return {};
}

Status ReadRates(const CsvTable& table, PublishedChip* chip) {
  for (std::size_t i = 0; i < kFormats; ++i) {
    LICET_ASSIGN_OR_RETURN(chip->rates[i], ReadFigure(table, kRateColumns[i], kRateMax));
  }
  const std::string kind = ReadText(table, "tf32_fp32_kind");
  chip->tensor32_is_tf32 = kind == "tf32";
  const bool rate_given =
      !chip->rates[static_cast<std::size_t>(Format::kTf32OrFp32Tensor)].IsUnknown();
  if (kind == "tf32" || kind == "fp32" || (kind.empty() && !rate_given)) return {};
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("tf32_fp32_kind is {}; write tf32 or fp32, because the bit length of "
                          "tf32_fp32_tensor_tflops depends on it",
                          Quoted(kind)),
              table.PlaceOf("tf32_fp32_kind"));
}

Result<Item> ReadChip(const CsvTable& table) {
  Item item;
  item.type = ItemType::kIc;
  item.place = table.PlaceOf("model");
  LICET_ASSIGN_OR_RETURN(item.vendor, ReadName(table, "vendor"));
  LICET_ASSIGN_OR_RETURN(item.model, ReadName(table, "model"));
  item.family = ReadText(table, "family");
  item.kind = ReadText(table, "kind");
  item.form_factor = ReadText(table, "form_factor");
  LICET_ASSIGN_OR_RETURN(item.designed_for_datacenter, ReadYesNo(table, "designed_for_datacenter"));
  LICET_ASSIGN_OR_RETURN(item.process_nm, ReadFigure(table, "process_nm", kOtherMax));
  LICET_ASSIGN_OR_RETURN(item.non_planar, ReadYesNo(table, "non_planar"));
  LICET_RETURN_IF_ERROR(ReadCommonColumns(table, &item));
  LICET_RETURN_IF_ERROR(CheckFigures(table, {"dies", "transistors_billion", "tdp_w"}));

  PublishedChip chip;
  LICET_RETURN_IF_ERROR(ReadRates(table, &chip));
  LICET_ASSIGN_OR_RETURN(chip.die_area, ReadFigure(table, "die_area_mm2", kAreaMax));
  chip.non_planar = item.non_planar;
  chip.memory_is_sram = ReadText(table, "memory_type") == "SRAM";
  LICET_ASSIGN_OR_RETURN(chip.memory_bandwidth,
                         ReadFigure(table, "memory_bandwidth_gbps", kBandwidthMax));
  LICET_ASSIGN_OR_RETURN(chip.memory_capacity, ReadFigure(table, "memory_gb", kOtherMax));
  LICET_ASSIGN_OR_RETURN(chip.interconnect,
                         ReadFigure(table, "interconnect_bidir_gbps", kBandwidthMax));
  LICET_ASSIGN_OR_RETURN(item.metrics, ChipMetrics(chip));
  return item;
}

// "SK hynix HBM3E 12-high". The vendor is part of it because every vendor has
// an HBM3E; an addition in brackets such as "JEDEC (nominal)" is not.
std::string StackName(const std::string& vendor, const std::string& generation,
                      const std::string& product) {
  const std::string_view maker = Trim(std::string_view(vendor).substr(0, vendor.find('(')));
  return std::string(Trim(fmt::format("{} {} {}", maker, generation, product)));
}

Result<Item> ReadStack(const CsvTable& table) {
  Item item;
  item.type = ItemType::kMemory;
  item.kind = "hbm";
  item.place = table.PlaceOf("generation");
  LICET_ASSIGN_OR_RETURN(item.vendor, ReadName(table, "vendor"));
  LICET_ASSIGN_OR_RETURN(item.family, ReadName(table, "generation"));
  item.model = StackName(item.vendor, item.family, ReadText(table, "product"));
  LICET_RETURN_IF_ERROR(ReadCommonColumns(table, &item));
  LICET_RETURN_IF_ERROR(CheckFigures(table, {"stack_height"}));
  if (!ReadText(table, "bandwidth_density_gbps_per_mm2").empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "bandwidth_density_gbps_per_mm2 must stay empty, because it is derived; fill "
                "bandwidth_gbps and package_area_mm2 instead",
                table.PlaceOf("bandwidth_density_gbps_per_mm2"));
  }

  PublishedStack stack;
  LICET_ASSIGN_OR_RETURN(stack.bandwidth, ReadFigure(table, "bandwidth_gbps", kBandwidthMax));
  LICET_ASSIGN_OR_RETURN(stack.pin_speed, ReadFigure(table, "pin_speed_gbps", kOtherMax));
  LICET_ASSIGN_OR_RETURN(stack.bus_width, ReadFigure(table, "bus_width_bits", kOtherMax));
  LICET_ASSIGN_OR_RETURN(stack.area, ReadFigure(table, "package_area_mm2", kAreaMax));
  LICET_ASSIGN_OR_RETURN(stack.capacity, ReadFigure(table, "capacity_gb", kOtherMax));
  Result<Metrics> metrics = StackMetrics(stack);
  if (!metrics) return std::unexpected(metrics.error().At(table.PlaceOf("pin_speed_gbps")));
  item.metrics = std::move(*metrics);
  return item;
}

// Whether the header of `content` has the column 'generation'. What else is
// wrong with the file is left to the real reading.
Result<bool> HasStacks(const std::string& content, const std::string& path) {
  CsvReader reader(StringSource(content), path);
  std::vector<CsvField> header;
  LICET_RETURN_IF_ERROR(reader.Next(&header));
  return std::ranges::find(header, "generation", &CsvField::text) != header.end();
}

// Joins the content of one row to the assembly that earlier rows began.
Status AddContent(const CsvTable& table, const Item& row, Content content, Item* assembly) {
  if (assembly->vendor != row.vendor || assembly->kind != row.kind ||
      assembly->designed_for_datacenter != row.designed_for_datacenter) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("assembly {} differs from line {} in vendor, kind or "
                            "designed_for_datacenter; write the same in all its rows",
                            Quoted(row.model), assembly->place.line),
                table.PlaceOf("assembly"));
  }
  if (std::ranges::find(assembly->contents, content.item, &Content::item) !=
      assembly->contents.end()) {
    return Fail(ErrorCode::kDuplicate,
                fmt::format("assembly {} already has a row for {}; write one row with the sum",
                            Quoted(row.model), Quoted(content.item)),
                table.PlaceOf("item"));
  }
  assembly->contents.push_back(std::move(content));
  return {};
}

Result<const Item*> FindPart(const CsvTable& table, const std::vector<Item>& items,
                             const std::map<std::string, std::size_t>& by_name) {
  LICET_ASSIGN_OR_RETURN(const std::string name, ReadName(table, "item"));
  const auto found = by_name.find(FoldedName(name));
  if (found == by_name.end()) {
    std::vector<std::string> models;
    for (const Item& item : items) {
      if (item.type == ItemType::kIc) models.push_back(item.model);
    }
    const std::string near = DidYouMean(name, models);
    return Fail(ErrorCode::kUnknownName,
                fmt::format("{} is not in the catalogue{}", Quoted(name),
                            near.empty() ? "; add it to the chips file first" : near),
                table.PlaceOf("item"));
  }
  const Item& item = items[found->second];
  if (item.type != ItemType::kIc) {
    return Fail(
        ErrorCode::kInvalidArgument,
        fmt::format("{} is not an integrated circuit; an assembly lists only those", Quoted(name)),
        table.PlaceOf("item"));
  }
  return &item;
}

// The assembly of the current row without its contents.
Result<Item> ReadAssemblyHead(const CsvTable& table) {
  Item item;
  item.type = ItemType::kAssembly;
  item.place = table.PlaceOf("assembly");
  LICET_ASSIGN_OR_RETURN(item.model, ReadName(table, "assembly"));
  LICET_ASSIGN_OR_RETURN(item.vendor, ReadName(table, "vendor"));
  LICET_ASSIGN_OR_RETURN(item.kind, ReadName(table, "kind"));
  LICET_ASSIGN_OR_RETURN(item.designed_for_datacenter, ReadYesNo(table, "designed_for_datacenter"));
  item.sources = ReadText(table, "source_url");
  item.notes = ReadText(table, "notes");
  return item;
}

Status ComputeAssembly(const std::vector<Item>& items,
                       const std::map<std::string, std::size_t>& by_name, Item* assembly) {
  std::vector<AssemblyPart> parts;
  for (const Content& content : assembly->contents) {
    const Item& part = items[by_name.at(FoldedName(content.item))];
    parts.push_back({&part.metrics, content.count});
  }
  Result<Metrics> metrics = AssemblyMetrics(parts);
  if (!metrics) return std::unexpected(metrics.error().At(assembly->place));
  assembly->metrics = std::move(*metrics);
  return {};
}

}  // namespace

std::string FoldedName(std::string_view name) {
  std::string out;
  for (const char c : AsciiLower(Trim(name))) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (blank && !out.empty() && out.back() == ' ') continue;
    out += blank ? ' ' : c;
  }
  return out;
}

Status ReadItems(Disk& disk, const std::string& path, std::vector<Item>* items) {
  // Read as a whole, because the header decides what kind of file it is.
  LICET_ASSIGN_OR_RETURN(const std::string content, disk.ReadAll(path, kFileBytesMax));
  LICET_ASSIGN_OR_RETURN(const bool stacks, HasStacks(content, path));
  const std::vector<std::string> required = {"vendor", stacks ? "generation" : "model"};
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(StringSource(content), path), required,
                                        stacks ? StackColumns() : ChipColumns()));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return {};
    LICET_ASSIGN_OR_RETURN(Item item, stacks ? ReadStack(table) : ReadChip(table));
    items->push_back(std::move(item));
  }
}

Result<std::vector<Item>> ReadAssemblies(Disk& disk, const std::string& path,
                                         const std::vector<Item>& items,
                                         const std::map<std::string, std::size_t>& by_name) {
  LICET_ASSIGN_OR_RETURN(CsvTable table, OpenTable(disk, path,
                                                   {"assembly", "vendor", "kind",
                                                    "designed_for_datacenter", "item", "count"},
                                                   {"source_url", "notes"}));
  std::vector<Item> assemblies;
  std::map<std::string, std::size_t> begun;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) break;
    LICET_ASSIGN_OR_RETURN(Item row, ReadAssemblyHead(table));
    LICET_ASSIGN_OR_RETURN(const Item* part, FindPart(table, items, by_name));
    LICET_ASSIGN_OR_RETURN(const int count, ReadCount(table, "count", kCountMax));
    const auto [entry, first] = begun.try_emplace(FoldedName(row.model), assemblies.size());
    if (first) assemblies.push_back(row);
    LICET_RETURN_IF_ERROR(AddContent(table, row, {part->model, count}, &assemblies[entry->second]));
  }
  for (Item& assembly : assemblies) {
    LICET_RETURN_IF_ERROR(ComputeAssembly(items, by_name, &assembly));
  }
  return assemblies;
}

Result<std::vector<Alias>> ReadAliases(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(CsvTable table, OpenTable(disk, path, {"alias", "item"}, {"why"}));
  std::vector<Alias> aliases;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return aliases;
    Alias row{.alias = {},
              .item = {},
              .alias_place = table.PlaceOf("alias"),
              .item_place = table.PlaceOf("item")};
    LICET_ASSIGN_OR_RETURN(row.alias, ReadName(table, "alias"));
    LICET_ASSIGN_OR_RETURN(row.item, ReadName(table, "item"));
    aliases.push_back(std::move(row));
  }
}

}  // namespace licet
