# Labels: unit (seconds), report, install, tidy, slow (sanitizers, fuzzing).

enable_testing()
include(GoogleTest)
find_package(GTest REQUIRED)

# One binary a part, from tests/PART/*_test.cc.
function(licet_test part)
  file(GLOB sources CONFIGURE_DEPENDS tests/${part}/*_test.cc)
  if(NOT sources)
    return()  # tests/tidy asks for them
  endif()
  add_executable(${part}_test ${sources})
  target_include_directories(${part}_test PRIVATE src)
  target_compile_definitions(${part}_test PRIVATE LICET_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(${part}_test PRIVATE licet_${part} GTest::gtest_main)
  licet_warnings(${part}_test)
  gtest_discover_tests(${part}_test
    TEST_PREFIX ${part}. DISCOVERY_TIMEOUT 60 PROPERTIES LABELS unit)
endfunction()

foreach(part base catalog parties screening rules regime gate cli)
  licet_test(${part})
endforeach()
# tests/base/network_test.cc sends gzip.
target_link_libraries(base_test PRIVATE ZLIB::ZLIB)
# tests/cli runs the program as a user would.
add_dependencies(cli_test licet_program)
target_compile_definitions(cli_test PRIVATE LICET_PROGRAM="$<TARGET_FILE:licet_program>")

# The configurations below are built by the whole suite, not by themselves.
if(LICET_SANITIZE)
  return()
endif()

# The report of the orders on the public record, opened in a browser. `check`
# exits 1 when some answer is no.
add_test(NAME report.write COMMAND sh -c
  "\"$1\" check data/orders/public-record.csv --report \"$2\" >/dev/null; test $? -le 1"
  report.write $<TARGET_FILE:licet_program> ${CMAKE_BINARY_DIR}/report-test.html)
add_test(NAME report.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/report-test.html)
add_test(NAME report.timeline.write COMMAND licet_program regime timeline --report
         ${CMAKE_BINARY_DIR}/timeline-test.html)
add_test(NAME report.timeline.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/timeline-test.html)
add_test(NAME report.replay.write COMMAND licet_program replay data/orders/public-record.csv
         --under us-ear@2023-11-17 --under us-ear@own,codified
         --report ${CMAKE_BINARY_DIR}/replay-test.html)
add_test(NAME report.replay.browser
  COMMAND tests/cli/report_browser_test.sh ${CMAKE_BINARY_DIR}/replay-test.html)
set_tests_properties(report.write report.timeline.write report.replay.write PROPERTIES
  FIXTURES_SETUP report)
set_tests_properties(report.browser report.timeline.browser report.replay.browser PROPERTIES
  FIXTURES_REQUIRED report TIMEOUT 600)
set_tests_properties(report.write report.browser report.timeline.write report.timeline.browser
  report.replay.write report.replay.browser PROPERTIES
  LABELS report WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

add_test(NAME tidy.self COMMAND python3 -B tests/tidy/self_test.py)
add_test(NAME tidy.tree COMMAND python3 -B tests/tidy/tidy_test.py ${PROJECT_SOURCE_DIR}
         --compile-commands ${CMAKE_BINARY_DIR}/compile_commands.json)
set_tests_properties(tidy.self tidy.tree PROPERTIES
  LABELS tidy WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

add_test(NAME install
  COMMAND tests/install/install_test ${CMAKE_BINARY_DIR} ${PROJECT_VERSION})
set_tests_properties(install PROPERTIES
  LABELS install TIMEOUT 300 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# Configures, builds and runs the unit tests with the sanitizers.
add_test(NAME asan COMMAND ${CMAKE_COMMAND} --workflow --preset asan)
set_tests_properties(asan PROPERTIES
  LABELS slow TIMEOUT 2400 PROCESSORS 2 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# The tests that start threads, with the thread sanitizer.
add_test(NAME tsan.build COMMAND sh -c
  "cmake --preset tsan >/dev/null && cmake --build --preset tsan")
add_test(NAME tsan COMMAND build/tsan/gate_test --gtest_filter=Bulk*:Threads*)
set_tests_properties(tsan.build PROPERTIES
  LABELS slow TIMEOUT 1200 PROCESSORS 2 FIXTURES_SETUP tsan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(tsan PROPERTIES
  LABELS slow TIMEOUT 600 PROCESSORS 2 FIXTURES_REQUIRED tsan
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})

# One minute of fuzzing a target. Without clang-19 the first test fails, which
# is meant: ./run test installs it.
add_test(NAME fuzz.build COMMAND ${CMAKE_COMMAND} --workflow --preset fuzz)
set_tests_properties(fuzz.build PROPERTIES
  LABELS slow TIMEOUT 1200 PROCESSORS 2 FIXTURES_SETUP fuzz_targets
  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*_fuzz.cc)
foreach(source ${fuzz_sources})
  string(REGEX REPLACE ".*/(.*)_fuzz\\.cc$" "\\1" name ${source})
  add_test(NAME fuzz.${name} COMMAND fuzz/run_target ${name} 60)
  set_tests_properties(fuzz.${name} PROPERTIES
    LABELS slow TIMEOUT 300 FIXTURES_REQUIRED fuzz_targets
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endforeach()
