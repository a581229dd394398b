// The tables that the ledger's commands read beside the law: clocks of reviews, licence
// codes, parties, records of the market.

#ifndef LICET_CLI_LEDGER_TABLES_H_
#define LICET_CLI_LEDGER_TABLES_H_

#include <string>
#include <vector>

#include "console.h"
#include "licet/ledger/filings.h"
#include "licet/ledger/funnel.h"
#include "licet/ledger/review.h"

namespace licet {

Result<std::vector<ReviewStep>> LoadReviewSteps(Console& console);    // data/review-clocks.csv
Result<std::vector<LicenceCode>> LoadLicenceCodes(Console& console);  // data/licence-codes.csv
// Names and addresses of a file of parties (docs/formats.md); none of an empty path.
Result<FilingParties> LoadFilingParties(Console& console, const std::string& path);
Result<std::vector<RecordedEvent>> LoadMarketRecord(Console& console, const std::string& path);

}  // namespace licet

#endif  // LICET_CLI_LEDGER_TABLES_H_
