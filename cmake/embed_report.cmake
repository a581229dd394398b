# Assembles the single-file HTML report that licet embeds: style sheet, chart library and scripts go into
# the template; the one marker that is left, /*LICET-DATA*/, is where the program splices a run's data.
#
#   cmake -DREPORT_DIR=web/report -DOUTPUT=build/report.html -P cmake/embed_report.cmake
#
# -DECHARTS=FILE takes the chart library from elsewhere than REPORT_DIR/node_modules.

cmake_minimum_required(VERSION 3.25)

foreach(needed REPORT_DIR OUTPUT)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "embed_report.cmake: ${needed} is not set; call it with -D${needed}=...")
  endif()
endforeach()
if(NOT DEFINED ECHARTS)
  set(ECHARTS "${REPORT_DIR}/node_modules/echarts/dist/echarts.min.js")
endif()
if(NOT EXISTS "${ECHARTS}")
  message(FATAL_ERROR "embed_report.cmake: ${ECHARTS} is missing; run 'npm ci' in ${REPORT_DIR}")
endif()

# In order: each file uses what stands before it.
set(scripts dom model charts lanes timeline summary decision list rules replay funnel frontier)

# Inside <script> and <style> only these sequences can end the element or change how it is read.
function(check_inline text file)
  string(TOLOWER "${text}" lower)
  foreach(sequence "</script" "</style" "<!--" "/*licet-data*/")
    string(FIND "${lower}" "${sequence}" at)
    if(NOT at EQUAL -1)
      message(FATAL_ERROR "embed_report.cmake: ${file} contains '${sequence}' and cannot be inlined as it is")
    endif()
  endforeach()
endfunction()

function(read_inline variable file)
  file(READ "${file}" text)
  check_inline("${text}" "${file}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# The marker must be there exactly once, or the report would be drawn wrong without a word.
function(splice variable marker text)
  set(page "${${variable}}")
  string(FIND "${page}" "${marker}" first)
  string(FIND "${page}" "${marker}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "embed_report.cmake: template.html must contain ${marker} exactly once")
  endif()
  string(REPLACE "${marker}" "${text}" page "${page}")
  set(${variable} "${page}" PARENT_SCOPE)
endfunction()

file(READ "${REPORT_DIR}/template.html" page)
splice(page "/*LICET-DATA*/" "/*LICET-DATA*/")

read_inline(css "${REPORT_DIR}/report.css")
splice(page "/*LICET-CSS*/" "${css}")

set(code "")
foreach(script IN LISTS scripts)
  read_inline(text "${REPORT_DIR}/js/${script}.js")
  string(APPEND code "${text}\n")
endforeach()
read_inline(text "${REPORT_DIR}/report.js")
string(APPEND code "${text}")
splice(page "/*LICET-SCRIPT*/" "${code}")

read_inline(echarts "${ECHARTS}")
splice(page "/*LICET-ECHARTS*/" "${echarts}")

file(WRITE "${OUTPUT}" "${page}")
