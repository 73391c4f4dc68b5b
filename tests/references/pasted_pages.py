"""What a browser or word processor puts on the clipboard, in the shapes of the pages that editors copy from."""

# PubMed: a list in a list, labels as links, relative addresses in the page's source and whole ones on the clipboard.
PUBMED = """<meta charset='utf-8'><!--StartFragment--><h2 class="title" style="box-sizing: inherit;">References</h2>
<div class="refs-list" id="top-references-list"><ol class="references-list" id="top-references-list-1" style="list-style: none;">
<li class="skip-numbering" value="1" style="margin: 0px;"><ol class="references-list"><li class="skip-numbering" value="1">
      Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60.

      <span class="references-seperator">-</span>
      <a class="reference-link" data-ga-category="reference" href="https://doi.org/10.1056/nejmra1011442" target="_blank">DOI</a>
      <span class="references-seperator">-</span>
      <a class="reference-link" href="https://pubmed.ncbi.nlm.nih.gov/21410373/">PubMed</a></li></ol></li>
<li class="skip-numbering" value="2">Kyle RA, Gertz MA, Witzig TE, et al. Review of 1027 patients with newly diagnosed multiple myeloma. Mayo Clin Proc. 2003;78(1):21–33. doi: 10.4065/78.1.21.
      - <a class="reference-link" href="https://doi.org/10.4065/78.1.21">DOI</a> - <a class="reference-link" href="/pmc/articles/PMC3042600/">PMC</a>
      - <a class="reference-link" href="/12528874/">PubMed</a></li>
</ol><button class="show-all">Show all 36 references</button></div><script>alert(1)</script><!--EndFragment-->"""

# PubMed Central since 2024: number and reference side by side, four links in square brackets.
PMC = """<section id="ref-list1" class="ref-list"><h3 class="pmc_sec_title">References</h3><section><ul class="ref-list font-sm" style="list-style-type:none">
<li id="B1"><span class="label">1.</span><cite>Palumbo A, Anderson K. Multiple myeloma. N Engl J Med. 2011;364(11):1046–60. doi: 10.1056/NEJMra1011442.</cite>
[<a href="https://doi.org/10.1056/NEJMra1011442" class="usa-link usa-link--external">DOI</a>]
[<a href="/articles/PMC3042600/">PMC free article</a>] [<a href="https://pubmed.ncbi.nlm.nih.gov/21410373/">PubMed</a>]
[<a href="https://scholar.google.com/scholar_lookup?journal=N%20Engl%20J%20Med&amp;title=Multiple%20myeloma&amp;pmid=999&amp;doi=10.9999/wrong&amp;">Google Scholar</a>]</li>
</ul></section></section>"""

# Europe PMC: facts in boxes of their own, "MED:" before a PubMed number.
EUROPE_PMC = """<ol class="references"><li id="R1"><div><span class="authors">Palumbo A, Anderson K. </span><span class="title">Multiple myeloma. </span>
<span class="source"><i>N Engl J Med.</i> 2011;364(11):1046-60.</span></div><div><a href="/article/MED/21410373">MED: 21410373</a>
<span aria-hidden="true"> | </span><a href="https://europepmc.org/abstract/MED/21410373">Abstract</a></div></li></ol>"""

# Word: conditional comments, styles, a number with hard spaces, a line end in the middle of a title, empty paragraphs.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<title>Literatuur</title><style><!-- p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=NL style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>Palumbo A,
Anderson K. Multiple
myeloma. <i>N Engl J Med</i>. 2011;364(11):1046–60.<o:p></o:p></p>
<p class=MsoNormal><span style='mso-hide:all'>verborgen</span><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Kyle RA, Gertz MA. Review of 1027 patients. Mayo Clin Proc. 2003;78(1):21–33.
<a href="https://doi.org/10.4065/78.1.21"><span style='color:blue'>https://doi.org/10.4065/78.1.21</span></a></p>
<!--EndFragment--></body></html>"""

TABLE = """<table><tbody><tr><td>1</td><td>Kyle RA, Gertz MA. Review of 1027 patients. Mayo Clin Proc. 2003;78(1):21–33.</td>
<td><a href="http://dx.doi.org/10.4065%2F78.1.21">CrossRef</a></td></tr><tr hidden><td>geheim</td></tr></tbody></table>"""

BREAKS = "<div>Eerste regel.<br>Tweede regel.<br/><br>Derde <b>regel</b>.</div><div>Vierde.</div>Vijfde<p>Zesde</p>"
