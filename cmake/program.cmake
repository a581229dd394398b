# The program, build/licet. Everything but main() is a library of its own, so
# that tests/cli can call it.

find_package(CLI11 REQUIRED)
licet_part(cli licet_gate licet_analysis licet_screening licet_journal CLI11::CLI11)
target_compile_definitions(licet_cli PRIVATE LICET_VERSION="${PROJECT_VERSION}")

# The report is one file: template, styles, scripts and ECharts are assembled
# here, and src/cli/report.cc takes the result in as bytes.
set(report_dir ${PROJECT_SOURCE_DIR}/web/report)
set(report_template ${CMAKE_BINARY_DIR}/report-template.html)
set(echarts ${report_dir}/node_modules/echarts/dist/echarts.min.js)
if(NOT EXISTS ${echarts})
  message(FATAL_ERROR "ECharts, which reports embed, is not here yet; ./run build fetches it "
                      "(or: npm ci --prefix web/report).")
endif()
file(GLOB report_sources CONFIGURE_DEPENDS
     ${report_dir}/*.html ${report_dir}/*.css ${report_dir}/*.js ${report_dir}/js/*.js)
add_custom_command(
  OUTPUT ${report_template}
  COMMAND ${CMAKE_COMMAND} -DREPORT_DIR=${report_dir} -DOUTPUT=${report_template}
          -P ${PROJECT_SOURCE_DIR}/cmake/embed_report.cmake
  DEPENDS ${report_sources} ${echarts} cmake/embed_report.cmake
  COMMENT "Assembling report-template.html" VERBATIM)
set_source_files_properties(src/cli/report.cc PROPERTIES
  COMPILE_DEFINITIONS LICET_REPORT_TEMPLATE="${report_template}"
  OBJECT_DEPENDS ${report_template})

add_executable(licet_program src/cli/main.cc)
set_target_properties(licet_program PROPERTIES
  OUTPUT_NAME licet RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
target_include_directories(licet_program PRIVATE src)
target_link_libraries(licet_program PRIVATE licet_cli)
licet_warnings(licet_program)
