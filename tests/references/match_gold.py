"""Pairs of references with the answer whether they are one publication. True bibliographic facts, printed in two ways.

Each line: same or not, what makes it hard, one printing, the other. A printing: title | journal | year | volume | page |
first author, and after that doi=, pmid=, type=, issue=, publisher=. The order in the file is the order in which they were thought of.
"""

from references.records import PartialDate, Person, Record

HALLMARKS = "The hallmarks of cancer | Cell | 2000 | 100 | 57-70 | Hanahan D"
NEXT = "Hallmarks of cancer: the next generation | Cell | 2011 | 144 | 646-74 | Hanahan D"
RECIST = "New response evaluation criteria in solid tumours: revised RECIST guideline (version 1.1) | Eur J Cancer | 2009 | 45 | 228-47 | Eisenhauer EA"  # fmt: skip
HODI = "Improved survival with ipilimumab in patients with metastatic melanoma | N Engl J Med | 2010 | 363 | 711-23 | Hodi FS"  # fmt: skip
KNUDSON = "Mutation and cancer: statistical study of retinoblastoma | Proc Natl Acad Sci U S A | 1971 | 68 | 820-3 | Knudson AG Jr"  # fmt: skip
QLQ = "The European Organization for Research and Treatment of Cancer QLQ-C30: a quality-of-life instrument for use in international clinical trials in oncology | J Natl Cancer Inst | 1993 | 85 | 365-76 | Aaronson NK"  # fmt: skip
TEMEL = "Early palliative care for patients with metastatic non-small-cell lung cancer | N Engl J Med | 2010 | 363 | 733-42 | Temel JS"  # fmt: skip
GLOBOCAN18 = "Global cancer statistics 2018: GLOBOCAN estimates of incidence and mortality worldwide for 36 cancers in 185 countries | CA Cancer J Clin | 2018 | 68 | 394-424 | Bray F"  # fmt: skip
GLOBOCAN20 = "Global Cancer Statistics 2020: GLOBOCAN Estimates of Incidence and Mortality Worldwide for 36 Cancers in 185 Countries | CA Cancer J Clin | 2021 | 71 | 209-249 | Sung H"  # fmt: skip
PRISMA = "Preferred reporting items for systematic reviews and meta-analyses: the PRISMA statement"
HERA05 = "Trastuzumab after adjuvant chemotherapy in HER2-positive breast cancer | N Engl J Med | 2005 | 353 | 1659-72 | Piccart-Gebhart MJ"  # fmt: skip
ROMOND = "Trastuzumab plus adjuvant chemotherapy for operable HER2-positive breast cancer | N Engl J Med | 2005 | 353 | 1673-84 | Romond EH"  # fmt: skip
LUMPECTOMY = "Twenty-year follow-up of a randomized trial comparing total mastectomy, lumpectomy, and lumpectomy plus irradiation for the treatment of invasive breast cancer | N Engl J Med | 2002 | 347 | 1233-41 | Fisher B"  # fmt: skip
WARBURG = "Understanding the Warburg effect: the metabolic requirements of cell proliferation | Science | 2009 | 324 | 1029-33 | Vander Heiden MG"  # fmt: skip
LLOVET = "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2008 | 359 | 378-90 | Llovet JM"
WAKEFIELD = "Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children | Lancet | 1998 | 351 | 637-41 | Wakefield AJ"  # fmt: skip
DESEQ = "Moderated estimation of fold change and dispersion for RNA-seq data with DESeq2"
FASTP = "fastp: an ultra-fast all-in-one FASTQ preprocessor"
SENKUS = "Primary breast cancer: ESMO Clinical Practice Guidelines for diagnosis, treatment and follow-up | Ann Oncol"
PETO = "Design and analysis of randomized clinical trials requiring prolonged observation of each patient."
GUYATT = "Users' guides to the medical literature. II. How to use an article about therapy or prevention."
ASCO = "Antiemetics: American Society of Clinical Oncology clinical practice guideline update | J Clin Oncol"
DOLL = "Mortality in relation to smoking:"
EBCTCG_RT = "Effects of radiotherapy and of differences in the extent of surgery for early breast cancer on local recurrence and 15-year survival: an overview of the randomised trials | Lancet | 2005 | 366 | 2087-106 | Clarke M"  # fmt: skip

SAME = [
    ("capitals, full journal name", "The Hallmarks of Cancer. | Cell (Cambridge) | 2000 | 100 | 57–70 | Hanahan, Douglas", HALLMARKS),
    ("subtitle missing", "Hallmarks of cancer | Cell | 2011 | 144 | 646–674 | Hanahan D", NEXT),
    ("British and American", "New response evaluation criteria in solid tumors: Revised RECIST guideline (version 1.1) | European Journal of Cancer | 2009 | 45 | 228–247 | Eisenhauer E", RECIST),
    ("full journal name", "Improved Survival with Ipilimumab in Patients with Metastatic Melanoma | The New England Journal of Medicine | 2010 | 363 | 711-723 | Hodi, F. Stephen", HODI),
    ("PubMed's remark in the title", "Improved survival with ipilimumab in patients with metastatic melanoma [published erratum appears in N Engl J Med 2010 Sep 23;363(13):1290] | N Engl J Med | 2010 | 363 | 711-23 | Hodi FS", HODI),
    ("dotted journal, double dash", "Mutation and cancer -- statistical study of retinoblastoma | Proc. Natl Acad. Sci. USA | 1971 | 68 | 820–823 | Knudson AG", KNUDSON),
    ("journal by initials", "Mutation and Cancer: Statistical Study of Retinoblastoma | PNAS | 1971 | 68 | 820-823 | Knudson A", KNUDSON),
    ("a typing error", "Mutation and cancer: statistical study of retinoblastomas | Proc Natl Acad Sci USA | 1971 | 68 | 820–3 | Knudson AG", KNUDSON),
    ("British spelling of a name", "The European Organisation for Research and Treatment of Cancer QLQ-C30: a quality-of-life instrument for use in international clinical trials in oncology | JNCI: Journal of the National Cancer Institute | 1993 | 85 | 365–376 | Aaronson NK", QLQ),
    ("hyphens", "Early palliative care for patients with metastatic non small cell lung cancer | NEJM | 2010 | 363 | 733-742 | Temel J", TEMEL),
    ("electronic before print", "Global cancer statistics 2018: GLOBOCAN estimates of incidence and mortality worldwide for 36 cancers in 185 countries | CA: A Cancer Journal for Clinicians | 2018 | 68 | 394–424 | Bray, Freddie | doi=10.3322/caac.21492", GLOBOCAN18),
    ("year of the electronic version", "Global Cancer Statistics 2020: GLOBOCAN Estimates of Incidence and Mortality Worldwide for 36 Cancers in 185 Countries | CA Cancer J Clin | 2020 | 71 | 209-249 | Sung H", GLOBOCAN20),
    ("no volume and page yet", "Global Cancer Statistics 2020: GLOBOCAN Estimates of Incidence and Mortality Worldwide for 36 Cancers in 185 Countries | CA Cancer J Clin | 2021 | | | Sung H", GLOBOCAN20),
    ("one has the DOI, the other the PMID", HERA05 + " | doi=10.1056/nejmoa052306", "Trastuzumab after adjuvant chemotherapy in HER2-positive breast cancer | New England Journal of Medicine | 2005 | 353 | 1659–1672 | Piccart-Gebhart, Martine J | pmid=16236737"),
    ("double name without hyphen", "Trastuzumab after Adjuvant Chemotherapy in HER2-Positive Breast Cancer | New Engl J Med | 2005 | 353 | 1659-1672 | Piccart Gebhart MJ", HERA05),
    ("no initials", "Trastuzumab plus adjuvant chemotherapy for operable HER2-positive breast cancer | N Engl J Med | 2005 | 353 | 1673 | Romond", ROMOND),
    ("number as a word", "20-year follow-up of a randomised trial comparing total mastectomy, lumpectomy, and lumpectomy plus irradiation for the treatment of invasive breast cancer | N Engl J Med | 2002 | 347 | 1233–1241 | Fisher B", LUMPECTOMY),
    ("particle in the name", "Understanding the Warburg effect: The metabolic requirements of cell proliferation | Science (New York, N.Y.) | 2009 | 324 | 1029–1033 | Heiden MGV", WARBURG),
    ("tags in the title", "Understanding the <i>Warburg</i> effect: the metabolic requirements of cell proliferation | Science | 2009 | 324 | 1029-1033 | Vander Heiden M. G.", WARBURG),
    ("no title, as in Nature", " | N. Engl. J. Med. | 2008 | 359 | 378–390 | Llovet J. M.", LLOVET),
    ("wrong year", "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2009 | 359 | 378-90 | Llovet JM", LLOVET),
    ("year three off", "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2005 | 359 | 378-90 | Llovet JM", LLOVET),
    ("wrong page", "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2008 | 359 | 387-90 | Llovet JM", LLOVET),
    ("marked as retracted", "RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children | The Lancet | 1998 | 351 | 637-641 | Wakefield AJ", WAKEFIELD),
    ("article number as page", DESEQ + " | Genome Biol | 2014 | 15 | 550 | Love MI | doi=10.1186/s13059-014-0550-8", DESEQ + " | Genome Biology | 2014 | 15 | 550 | Love, Michael I | pmid=25516281"),
    ("electronic page", PRISMA + " | PLoS Med | 2009 | 6 | e1000097 | Moher D", PRISMA + " | PLOS Medicine | 2009 | 6 | 1000097 | Moher, David"),
    ("abstract page number with letters", PRISMA + " | BMJ | 2009 | 339 | b2535 | Moher D", PRISMA + " | British Medical Journal | 2009 | 339 | b2535 | Moher D"),
    ("supplement", SENKUS + " | 2013 | 24 Suppl 6 | vi7-23 | Senkus E", SENKUS + " | 2013 | 24(Suppl 6) | vi7–vi23 | Senkus, Elżbieta"),
    ("group left out", "Effects of radiotherapy and of differences in the extent of surgery for early breast cancer on local recurrence and 15-year survival | Lancet | 2005 | 366 | 2087–2106 | Clarke M", EBCTCG_RT),
    ("group as author", "Effects of radiotherapy and of differences in the extent of surgery for early breast cancer on local recurrence and 15-year survival: an overview of the randomised trials | The Lancet | 2005 | 366 | 2087-2106 | {Early Breast Cancer Trialists' Collaborative Group}", EBCTCG_RT),
    ("roman phase", "Lapatinib with trastuzumab for HER2-positive early breast cancer (NeoALTTO): a randomised, open-label, multicentre, phase III trial | Lancet | 2012 | 379 | 633-40 | Baselga J", "Lapatinib with trastuzumab for HER2-positive early breast cancer (NeoALTTO): a randomised, open-label, multicentre, phase 3 trial | The Lancet | 2012 | 379 | 633–640 | Baselga, José"),
    ("Greek letter", "Cancer-related inflammation, the seventh hallmark of cancer: links to genetic instability, TNF-α | Carcinogenesis | 2009 | 30 | 1073-81 | Colotta F", "Cancer-related inflammation, the seventh hallmark of cancer: links to genetic instability, TNF-alpha | Carcinogenesis | 2009 | 30 | 1073–81 | Colotta F"),
    ("accents in the name", "Screening and prostate-cancer mortality in a randomized European study | N Engl J Med | 2009 | 360 | 1320-8 | Schröder FH", "Screening and prostate-cancer mortality in a randomized European study | N Engl J Med | 2009 | 360 | 1320–1328 | Schroder FH"),
    ("transliterated name", "Screening and prostate-cancer mortality in a randomised european study | N Engl J Med | 2009 | 360 | 1320-8 | Schroeder FH", "Screening and prostate-cancer mortality in a randomized European study | N Engl J Med | 2009 | 360 | 1320–1328 | Schröder FH"),
    ("particle van", "Cellular senescence | J Test Oncol | 2010 | 12 | 101-9 | van der Heijden J", "Cellular Senescence | J Test Oncol | 2010 | 12 | 101–109 | Heijden, J van der"),
    ("old title without volume on one side", "Measurement of pain | Lancet | 1974 | 2 | 1127-31 | Huskisson EC", "Measurement of pain | Lancet | 1974 | | 1127–1131 | Huskisson EC"),
    ("a book", "Molecular Biology of the Cell | | 2002 | | | Alberts B | type=book | publisher=Garland Science", "Molecular biology of the cell | | 2002 | | | Alberts, Bruce | type=book | publisher=Garland Science"),
    ("a book, publisher in two ways", "Molecular Biology of the Cell | | 2002 | | | Alberts B | type=book | publisher=Garland", "Molecular biology of the cell | | 2002 | | | Alberts B | type=book | publisher=Garland Science"),
    ("first words missing", "15-year survival and local recurrence: effects of radiotherapy and extent of surgery for early breast cancer | Lancet | 2005 | 366 | 2087-106 | Clarke M", EBCTCG_RT),
    ("same DOI, everything else printed otherwise", "Glob Cancer Stat 2018 | CA | 2018 | | | Bray F | doi=10.3322/CAAC.21492", GLOBOCAN18 + " | doi=10.3322/caac.21492"),
]  # fmt: skip

OTHER = [
    ("a later paper of the same name", HALLMARKS, NEXT),
    ("a later paper of the same name", NEXT, "Hallmarks of Cancer: New Dimensions | Cancer Discov | 2022 | 12 | 31-46 | Hanahan D"),
    ("yearly series", "Cancer statistics, 2018 | CA Cancer J Clin | 2018 | 68 | 7-30 | Siegel RL", "Cancer statistics, 2017 | CA Cancer J Clin | 2017 | 67 | 7-30 | Siegel RL"),
    ("yearly series, same pages", "Cancer statistics, 2016 | CA Cancer J Clin | 2016 | 66 | 7-30 | Siegel RL", "Cancer statistics, 2017 | CA Cancer J Clin | 2017 | 67 | 7-30 | Siegel RL"),
    ("yearly series, year not in the title", "Cancer statistics | CA Cancer J Clin | 2019 | 69 | 7-34 | Siegel RL", "Cancer statistics | CA Cancer J Clin | 2020 | 70 | 7-30 | Siegel RL"),
    ("series of estimates", GLOBOCAN18, GLOBOCAN20),
    ("series of estimates", "Global cancer statistics, 2002 | CA Cancer J Clin | 2005 | 55 | 74-108 | Parkin DM", "Global cancer statistics, 2012 | CA Cancer J Clin | 2015 | 65 | 87-108 | Torre LA"),
    ("erratum", HODI, "Erratum: Improved survival with ipilimumab in patients with metastatic melanoma | N Engl J Med | 2010 | 363 | 1290 | Hodi FS"),
    ("erratum, place unknown", HODI, "Erratum: Improved survival with ipilimumab in patients with metastatic melanoma | N Engl J Med | 2010 | | | Hodi FS"),
    ("erratum at the end", GLOBOCAN18, "Global cancer statistics 2018: GLOBOCAN estimates of incidence and mortality worldwide for 36 cancers in 185 countries (erratum) | CA Cancer J Clin | 2020 | 70 | 313 | Bray F"),
    ("correction", "Correction to: " + GLOBOCAN18.replace("394-424", "").replace("| 68 |", "| |"), GLOBOCAN18),
    ("retraction notice", WAKEFIELD, "Retraction—Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children | Lancet | 2010 | 375 | 445 | {Editors of The Lancet}"),
    ("retraction notice, same author", "Hydroxychloroquine or chloroquine with or without a macrolide for treatment of COVID-19: a multinational registry analysis | Lancet | 2020 | | | Mehra MR", "Retraction—Hydroxychloroquine or chloroquine with or without a macrolide for treatment of COVID-19: a multinational registry analysis | Lancet | 2020 | 395 | 1820 | Mehra MR"),
    ("reply of the authors", TEMEL, "Early palliative care for patients with non-small-cell lung cancer: authors' reply | N Engl J Med | 2010 | 363 | 2264-5 | Temel JS"),
    ("letter about it", TEMEL, "Early palliative care for patients with non-small-cell lung cancer | N Engl J Med | 2010 | 363 | 2263 | Chochinov HM"),
    ("published in several journals at once", PRISMA + " | PLoS Med | 2009 | 6 | e1000097 | Moher D", PRISMA + " | BMJ | 2009 | 339 | b2535 | Moher D"),
    ("published in several journals at once", PRISMA + " | Ann Intern Med | 2009 | 151 | 264-9 | Moher D", PRISMA + " | J Clin Epidemiol | 2009 | 62 | 1006-12 | Moher D"),
    ("published twice, with DOIs", PRISMA + " | Ann Intern Med | 2009 | 151 | 264-9 | Moher D | doi=10.7326/0003-4819-151-4-200908180-00135", PRISMA + " | BMJ | 2009 | 339 | b2535 | Moher D | doi=10.1136/bmj.b2535"),
    ("CONSORT in two journals", "CONSORT 2010 statement: updated guidelines for reporting parallel group randomised trials | BMJ | 2010 | 340 | c332 | Schulz KF", "CONSORT 2010 statement: updated guidelines for reporting parallel group randomised trials | PLoS Med | 2010 | 7 | e1000251 | Schulz KF"),
    ("STROBE in two journals", "The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) statement: guidelines for reporting observational studies | Lancet | 2007 | 370 | 1453-7 | von Elm E", "The Strengthening the Reporting of Observational Studies in Epidemiology (STROBE) statement: guidelines for reporting observational studies | PLoS Med | 2007 | 4 | e296 | von Elm E"),
    ("consensus in two journals", "ESO-ESMO 2nd international consensus guidelines for advanced breast cancer (ABC2) | Breast | 2014 | 23 | 489-502 | Cardoso F", "ESO-ESMO 2nd international consensus guidelines for advanced breast cancer (ABC2) | Ann Oncol | 2014 | 25 | 1871-88 | Cardoso F"),
    ("next round of a consensus", "4th ESO-ESMO International Consensus Guidelines for Advanced Breast Cancer (ABC 4) | Ann Oncol | 2018 | 29 | 1634-1657 | Cardoso F", "5th ESO-ESMO international consensus guidelines for advanced breast cancer (ABC 5) | Ann Oncol | 2020 | 31 | 1623-1649 | Cardoso F"),
    ("guideline of another year", SENKUS + " | 2013 | 24 Suppl 6 | vi7-23 | Senkus E", SENKUS + " | 2015 | 26 Suppl 5 | v8-30 | Senkus E"),
    ("guideline of another year, place unknown", SENKUS + " | 2013 | | | Senkus E", SENKUS + " | 2015 | | | Senkus E"),
    ("guideline of another year and author", ASCO + " | 2011 | 29 | 4189-98 | Basch E", ASCO + " | 2017 | 35 | 3240-61 | Hesketh PJ"),
    ("parts I and II", PETO + " I. Introduction and design | Br J Cancer | 1976 | 34 | 585-612 | Peto R", PETO + " II. analysis and examples | Br J Cancer | 1977 | 35 | 1-39 | Peto R"),
    ("parts, subtitle left out", PETO + " I | Br J Cancer | 1976 | | | Peto R", PETO + " II | Br J Cancer | 1977 | | | Peto R"),
    ("parts I and IV", "Survival analysis part I: basic concepts and first analyses | Br J Cancer | 2003 | 89 | 232-8 | Clark TG", "Survival analysis part IV: further concepts and methods in survival analysis | Br J Cancer | 2003 | 89 | 781-6 | Clark TG"),
    ("parts II and III", "Survival analysis part II: multivariate data analysis--an introduction to concepts and methods | Br J Cancer | 2003 | 89 | 431-6 | Bradburn MJ", "Survival analysis Part III: multivariate data analysis -- choosing a model and assessing its adequacy and fit | Br J Cancer | 2003 | 89 | 605-11 | Bradburn MJ"),
    ("parts without subtitle", "Survival analysis part II | Br J Cancer | 2003 | 89 | 431-6 | Bradburn MJ", "Survival analysis Part III | Br J Cancer | 2003 | 89 | 605-11 | Bradburn MJ"),
    ("parts A and B", GUYATT + " A. Are the results of the study valid? | JAMA | 1993 | 270 | 2598-601 | Guyatt GH", GUYATT + " B. What were the results and will they help me in caring for my patients? | JAMA | 1994 | 271 | 59-63 | Guyatt GH"),
    ("numbered notes", "Diagnostic tests 1: sensitivity and specificity | BMJ | 1994 | 308 | 1552 | Altman DG", "Diagnostic tests 2: predictive values | BMJ | 1994 | 309 | 102 | Altman DG"),
    ("numbered notes", "Diagnostic tests 2: predictive values | BMJ | 1994 | 309 | 102 | Altman DG", "Diagnostic tests 3: receiver operating characteristic plots | BMJ | 1994 | 309 | 188 | Altman DG"),
    ("reprint after years", "Statistical methods for assessing agreement between two methods of clinical measurement | Lancet | 1986 | 1 | 307-10 | Bland JM", "Statistical methods for assessing agreement between two methods of clinical measurement | Int J Nurs Stud | 2010 | 47 | 931-6 | Bland JM"),
    ("longer follow-up", DOLL + " 40 years' observations on male British doctors | BMJ | 1994 | 309 | 901-11 | Doll R", DOLL + " 50 years' observations on male British doctors | BMJ | 2004 | 328 | 1519 | Doll R"),
    ("longer follow-up", DOLL + " 20 years' observations on male British doctors | Br Med J | 1976 | 2 | 1525-36 | Doll R", DOLL + " 40 years' observations on male British doctors | BMJ | 1994 | 309 | 901-11 | Doll R"),
    ("longer follow-up, nothing else known", DOLL + " 40 years' observations on male British doctors | BMJ | | | | Doll R", DOLL + " 50 years' observations on male British doctors | BMJ | | | | Doll R"),
    ("longer follow-up", LUMPECTOMY, "Eight-year results of a randomized clinical trial comparing total mastectomy and lumpectomy with or without irradiation in the treatment of breast cancer | N Engl J Med | 1989 | 320 | 822-8 | Fisher B"),
    ("longer follow-up", "Five-year results of a randomized clinical trial comparing total mastectomy and segmental mastectomy with or without radiation in the treatment of breast cancer | N Engl J Med | 1985 | 312 | 665-73 | Fisher B", "Eight-year results of a randomized clinical trial comparing total mastectomy and lumpectomy with or without irradiation in the treatment of breast cancer | N Engl J Med | 1989 | 320 | 822-8 | Fisher B"),
    ("longer follow-up", "Prostate-cancer mortality at 11 years of follow-up | N Engl J Med | 2012 | 366 | 981-90 | Schröder FH", "Screening and prostate cancer mortality: results of the European Randomised Study of Screening for Prostate Cancer (ERSPC) at 13 years of follow-up | Lancet | 2014 | 384 | 2027-35 | Schröder FH"),
    ("another trial in the same issue", HERA05, ROMOND),
    ("sister papers of one group", EBCTCG_RT, "Effects of chemotherapy and hormonal therapy for early breast cancer on recurrence and 15-year survival: an overview of the randomised trials | Lancet | 2005 | 365 | 1687-717 | {Early Breast Cancer Trialists' Collaborative Group}"),
    ("first and updated results", "Anastrozole alone or in combination with tamoxifen versus tamoxifen alone for adjuvant treatment of postmenopausal women with early breast cancer: first results of the ATAC randomised trial | Lancet | 2002 | 359 | 2131-9 | Baum M", "Anastrozole alone or in combination with tamoxifen versus tamoxifen alone for adjuvant treatment of postmenopausal women with early-stage breast cancer: results of the ATAC (Arimidex, Tamoxifen Alone or in Combination) trial efficacy and safety update analyses | Cancer | 2003 | 98 | 1802-10 | Baum M"),
    ("final results", "Pertuzumab, trastuzumab, and docetaxel for HER2-positive metastatic breast cancer (CLEOPATRA study): overall survival results from a randomised, double-blind, placebo-controlled, phase 3 study | Lancet Oncol | 2013 | 14 | 461-71 | Swain SM", "Pertuzumab, trastuzumab, and docetaxel for HER2-positive metastatic breast cancer (CLEOPATRA): end-of-study results from a double-blind, randomised, placebo-controlled, phase 3 study | Lancet Oncol | 2020 | 21 | 519-530 | Swain SM"),
    ("next paper on the trial", "Pertuzumab, trastuzumab, and docetaxel in HER2-positive metastatic breast cancer | N Engl J Med | 2015 | 372 | 724-34 | Swain SM", "Pertuzumab plus trastuzumab plus docetaxel for metastatic breast cancer | N Engl J Med | 2012 | 366 | 109-19 | Baselga J"),
    ("conference abstract", LLOVET, "Sorafenib improves survival in advanced hepatocellular carcinoma (HCC): results of a phase III randomized placebo-controlled trial (SHARP trial) | J Clin Oncol | 2007 | 25 | LBA1 | Llovet J | type=paper-conference"),
    ("conference abstract of the same name", LLOVET, "Sorafenib in advanced hepatocellular carcinoma | J Clin Oncol | 2007 | 25(18 Suppl) | LBA1 | Llovet JM | type=paper-conference"),
    ("conference abstract, same year and name", LLOVET, "Sorafenib in advanced hepatocellular carcinoma | Ann Oncol | 2008 | 19 Suppl | viii1 | Llovet JM"),
    ("preprint", DESEQ + " | Genome Biol | 2014 | 15 | 550 | Love MI", DESEQ + " | bioRxiv | 2014 | | | Love MI | doi=10.1101/002832"),
    ("preprint, no place known", FASTP + " | Bioinformatics | 2018 | 34 | i884-i890 | Chen S", FASTP + " | bioRxiv | 2018 | | | Chen S | type=article"),
    ("preprint by its DOI only", FASTP + " | Bioinformatics | 2018 | | | Chen S | doi=10.1093/bioinformatics/bty560", FASTP + " | | 2018 | | | Chen S | doi=10.1101/274100 | type=article"),
    ("preprint with other words", "Dexamethasone in hospitalized patients with Covid-19 | N Engl J Med | 2021 | 384 | 693-704 | {RECOVERY Collaborative Group}", "Effect of Dexamethasone in Hospitalized Patients with COVID-19: Preliminary Report | medRxiv | 2020 | | | Horby P | doi=10.1101/2020.06.22.20137273"),
    ("preliminary and final in one journal", "Dexamethasone in Hospitalized Patients with Covid-19 - Preliminary Report | N Engl J Med | 2020 | | | Horby P", "Dexamethasone in hospitalized patients with Covid-19 | N Engl J Med | 2021 | 384 | 693-704 | Horby P"),
    ("protocol and results", "Effect of yoga on fatigue in women with breast cancer: a randomized trial | Support Care Cancer | 2016 | 24 | 4005-15 | Vardar Yağlı N", "Effect of yoga on fatigue in women with breast cancer: protocol of a randomized trial | Support Care Cancer | 2016 | | | Vardar Yağlı N"),
    ("men and women", "Alcohol consumption and the risk of colorectal cancer in men | Int J Cancer | 2012 | 130 | 101-8 | Nielsen A", "Alcohol consumption and the risk of colorectal cancer in women | Int J Cancer | 2012 | 130 | 109-16 | Nielsen A"),
    ("with and without a letter", "Treatment of asymptomatic brain metastases in melanoma | Ann Surg Oncol | 2011 | 18 | 55-60 | Smith A", "Treatment of symptomatic brain metastases in melanoma | Ann Surg Oncol | 2011 | 18 | 61-8 | Smith A"),
    ("another first author of the same name", "Exercise for women receiving adjuvant therapy for breast cancer | Cochrane Database Syst Rev | 2006 | | CD005001 | Markes M", "Exercise for women receiving adjuvant therapy for breast cancer | Cochrane Database Syst Rev | 2016 | 9 | CD005001 | Furmaniak AC"),
    ("update of a Cochrane review", "Physical activity for women with breast cancer after adjuvant therapy | Cochrane Database Syst Rev | 2018 | 1 | CD011292 | Lahart IM", "Physical activity for women with breast cancer after adjuvant therapy | Cochrane Database Syst Rev | 2016 | 1 | CD011292 | Lahart IM"),
    ("another edition", "Molecular Biology of the Cell | | 2002 | | | Alberts B | type=book | publisher=Garland Science", "Molecular Biology of the Cell | | 2008 | | | Alberts B | type=book | publisher=Garland Science"),
    ("another edition, one year apart", "Molecular Biology of the Cell | | 2014 | | | Alberts B | type=book | publisher=Garland Science", "Molecular Biology of the Cell | | 2015 | | | Alberts B | type=book | publisher=Garland Science"),
    ("editorials of one name", "Editorial | Lancet Oncol | 2015 | 16 | 1 | {The Lancet Oncology}", "Editorial | Lancet Oncol | 2015 | 16 | 115 | {The Lancet Oncology}"),
    ("replies of one name", "Reply | J Clin Oncol | 2011 | 29 | 1390 | Basch E", "Reply | J Clin Oncol | 2011 | 29 | 1392 | Basch E"),
    ("two replies on one page", "Authors' reply | Lancet | 2011 | 377 | 1235 | Jones L", "Authors' reply | Lancet | 2011 | 377 | 1235 | Jones L"),
    ("phases of one name", "A phase I trial of olaparib in advanced solid tumours | Br J Cancer | 2012 | 106 | 468-74 | Khan OA", "A phase II trial of olaparib in advanced solid tumours | Br J Cancer | 2013 | 107 | 11-9 | Khan OA"),
    ("dose in the title", "Effects of ipilimumab 3 mg/kg in melanoma | Lancet Oncol | 2017 | 18 | 611-22 | Ascierto PA", "Effects of ipilimumab 10 mg/kg in melanoma | Lancet Oncol | 2017 | 18 | 611-22 | Ascierto PA"),
    ("the DOI says otherwise", "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2008 | 359 | 378-90 | Llovet JM | doi=10.1056/nejmoa0708857", "Sorafenib in advanced hepatocellular carcinoma | N Engl J Med | 2008 | 359 | 378-90 | Llovet JM | doi=10.1056/nejmc082214"),
    ("a wrong DOI on another article", "Measurement of pain | Lancet | 1974 | 2 | 1127-31 | Huskisson EC | doi=10.1056/nejmoa0708857", LLOVET + " | doi=10.1056/nejmoa0708857"),
]  # fmt: skip


# Written when the rules were done, and never tuned on.
SAME_UNSEEN = [
    ("capitals", "Preoperative radiotherapy combined with total mesorectal excision for resectable rectal cancer | N Engl J Med | 2001 | 345 | 638-46 | Kapiteijn E", "Preoperative Radiotherapy Combined with Total Mesorectal Excision for Resectable Rectal Cancer | New England Journal of Medicine | 2001 | 345 | 638–646 | Kapiteijn, Ellen"),
    ("dotted journal, British", "Tumour angiogenesis: therapeutic implications | N. Engl. J. Med. | 1971 | 285 | 1182–1186 | Folkman J", "Tumor angiogenesis: therapeutic implications | N Engl J Med | 1971 | 285 | 1182-6 | Folkman J"),
    ("only the first page", "Radiotherapy plus concomitant and adjuvant temozolomide for glioblastoma | N Engl J Med | 2005 | 352 | 987-96 | Stupp R", "Radiotherapy plus Concomitant and Adjuvant Temozolomide for Glioblastoma | N Engl J Med | 2005 | 352 | 987 | Stupp R | doi=10.1056/nejmoa043330"),
    ("British, particle left out", "Preoperative chemoradiotherapy for esophageal or junctional cancer | NEJM | 2012 | 366 | 2074-84 | van Hagen P", "Preoperative chemoradiotherapy for oesophageal or junctional cancer | N Engl J Med | 2012 | 366 | 2074–2084 | Hagen P"),
    ("dotted journal", "Endocrine therapy plus zoledronic acid in premenopausal breast cancer. | N Engl J Med | 2009 | 360 | 679-691 | Gnant M", "Endocrine therapy plus zoledronic acid in premenopausal breast cancer | N. Engl. J. Med | 2009 | 360 | 679–91 | Gnant, Michael"),
    ("no initials but a name", "70-Gene Signature as an Aid to Treatment Decisions in Early-Stage Breast Cancer | N Engl J Med | 2016 | 375 | 717-29 | Cardoso F", "70-gene signature as an aid to treatment decisions in early-stage breast cancer | New Eng J Med | 2016 | 375 | 717-729 | Cardoso, Fatima"),
    ("apostrophe in the name", "Gene expression profiling predicts clinical outcome of breast cancer | Nature | 2002 | 415 | 530-6 | van 't Veer LJ", "Gene expression profiling predicts clinical outcome of breast cancer | Nature | 2002 | 415 | 530–536 | van’t Veer LJ"),
    ("particles with capitals", "A gene-expression signature as a predictor of survival in breast cancer | N Engl J Med | 2002 | 347 | 1999-2009 | van de Vijver MJ", "A gene expression signature as a predictor of survival in breast cancer | N Engl J Med | 2002 | 347 | 1999–2009 | Van De Vijver M. J."),
    ("article before the journal", "Exercise for people with cancer-related fatigue | Lancet Oncol. | 2014 | 15 | e1 | Mustian KM", "Exercise for people with cancer-related fatigue | The Lancet. Oncology | 2014 | 15 | e1 | Mustian KM"),
    ("subtitle missing, other spelling", "Comparison of Pharmaceutical, Psychological, and Exercise Treatments for Cancer-Related Fatigue: A Meta-analysis | JAMA Oncol | 2017 | 3 | 961-968 | Mustian KM", "Comparison of pharmaceutical, psychological, and exercise treatments for cancer-related fatigue | JAMA Oncology | 2017 | 3 | 961–8 | Mustian KM"),
    ("volume missing", "Exercise for the management of cancer-related fatigue in adults | Cochrane Database Syst Rev | 2012 | 11 | CD006145 | Cramp F", "Exercise for the management of cancer-related fatigue in adults | Cochrane Database of Systematic Reviews | 2012 | | CD006145 | Cramp, Fiona"),
    ("PubMed's form of the journal", "Physical activity and survival after breast cancer diagnosis | JAMA | 2005 | 293 | 2479-86 | Holmes MD", "Physical activity and survival after breast cancer diagnosis | JAMA : the journal of the American Medical Association | 2005 | 293 | 2479-2486 | Holmes MD | pmid=15914748"),
    ("abbreviated journal", "The hospital anxiety and depression scale | Acta Psychiatr Scand | 1983 | 67 | 361-70 | Zigmond AS", "The Hospital Anxiety and Depression Scale | Acta Psychiatrica Scandinavica | 1983 | 67 | 361–370 | Zigmond A.S."),
    ("ampersand", "Interleukin-6 and cancer | Cytokine Growth Factor Rev | 2010 | 21 | 11-9 | Heinrich PC", "Interleukin 6 and cancer | Cytokine & Growth Factor Reviews | 2010 | 21 | 11-19 | Heinrich PC"),
    ("no title, as in Nature, particle", "| Nature | 2002 | 415 | 530–536 | van 't Veer LJ", "Gene expression profiling predicts clinical outcome of breast cancer | Nature | 2002 | 415 | 530-6 | van 't Veer LJ"),
]  # fmt: skip
OTHER_UNSEEN = [
    ("5-year analysis", "Radiotherapy plus concomitant and adjuvant temozolomide for glioblastoma | N Engl J Med | 2005 | 352 | 987-96 | Stupp R", "Effects of radiotherapy with concomitant and adjuvant temozolomide versus radiotherapy alone on survival in glioblastoma in a randomised phase III study: 5-year analysis of the EORTC-NCIC trial | Lancet Oncol | 2009 | 10 | 459-66 | Stupp R"),
    ("12-year follow-up", "Preoperative radiotherapy combined with total mesorectal excision for resectable rectal cancer | N Engl J Med | 2001 | 345 | 638-46 | Kapiteijn E", "Preoperative radiotherapy combined with total mesorectal excision for resectable rectal cancer: 12-year follow-up of the multicentre, randomised controlled TME trial | Lancet Oncol | 2011 | 12 | 575-82 | van Gijn W"),
    ("long-term results", "Preoperative chemoradiotherapy for esophageal or junctional cancer | N Engl J Med | 2012 | 366 | 2074-84 | van Hagen P", "Neoadjuvant chemoradiotherapy plus surgery versus surgery alone for oesophageal or junctional cancer (CROSS): long-term results of a randomised controlled trial | Lancet Oncol | 2015 | 16 | 1090-8 | Shapiro J"),
    ("62-month follow-up", "Endocrine therapy plus zoledronic acid in premenopausal breast cancer | N Engl J Med | 2009 | 360 | 679-91 | Gnant M", "Adjuvant endocrine therapy plus zoledronic acid in premenopausal women with early-stage breast cancer: 62-month follow-up from the ABCSG-12 randomised trial | Lancet Oncol | 2011 | 12 | 631-41 | Gnant M"),
    ("update of a Cochrane review", "Exercise for the management of cancer-related fatigue in adults | Cochrane Database Syst Rev | 2008 | | CD006145 | Cramp F", "Exercise for the management of cancer-related fatigue in adults | Cochrane Database Syst Rev | 2012 | 11 | CD006145 | Cramp F"),
    ("another cancer", "Physical activity and survival after breast cancer diagnosis | JAMA | 2005 | 293 | 2479-86 | Holmes MD", "Physical activity and survival after colorectal cancer diagnosis | J Clin Oncol | 2006 | 24 | 3527-34 | Meyerhardt JA"),
    ("two papers in one issue", "Physical activity and survival after colorectal cancer diagnosis | J Clin Oncol | 2006 | 24 | 3527-34 | Meyerhardt JA", "Impact of physical activity on cancer recurrence and survival in patients with stage III colon cancer: findings from CALGB 89803 | J Clin Oncol | 2006 | 24 | 3535-41 | Meyerhardt JA"),
    ("guideline of another year", "American Cancer Society guidelines on nutrition and physical activity for cancer prevention: reducing the risk of cancer with healthy food choices and physical activity | CA Cancer J Clin | 2006 | 56 | 254-81 | Kushi LH", "American Cancer Society Guidelines on nutrition and physical activity for cancer prevention: reducing the risk of cancer with healthy food choices and physical activity | CA Cancer J Clin | 2012 | 62 | 30-67 | Kushi LH"),
    ("5-year results, subtitle", "Pembrolizumab versus ipilimumab in advanced melanoma | N Engl J Med | 2015 | 372 | 2521-32 | Robert C", "Pembrolizumab versus ipilimumab in advanced melanoma (KEYNOTE-006): post-hoc 5-year results from an open-label, multicentre, randomised, controlled, phase 3 study | Lancet Oncol | 2019 | 20 | 1239-1251 | Robert C"),
    ("final results", "Pembrolizumab versus ipilimumab in advanced melanoma | N Engl J Med | 2015 | 372 | 2521-32 | Robert C", "Pembrolizumab versus ipilimumab for advanced melanoma: final overall survival results of a multicentre, randomised, open-label phase 3 study (KEYNOTE-006) | Lancet | 2017 | 390 | 1853-1862 | Schachter J"),
    ("yearly series", "Cancer treatment and survivorship statistics, 2012 | CA Cancer J Clin | 2012 | 62 | 220-41 | Siegel R", "Cancer treatment and survivorship statistics, 2014 | CA Cancer J Clin | 2014 | 64 | 252-71 | DeSantis CE"),
    ("two series", "Cancer treatment and survivorship statistics, 2014 | CA Cancer J Clin | 2014 | 64 | 252-71 | DeSantis CE", "Breast cancer statistics, 2013 | CA Cancer J Clin | 2014 | 64 | 52-62 | DeSantis C"),
    ("next round of a consensus", "American College of Sports Medicine roundtable on exercise guidelines for cancer survivors | Med Sci Sports Exerc | 2010 | 42 | 1409-26 | Schmitz KH", "Exercise Guidelines for Cancer Survivors: Consensus Statement from International Multidisciplinary Roundtable | Med Sci Sports Exerc | 2019 | 51 | 2375-2390 | Campbell KL"),
    ("erratum between brackets", "American College of Sports Medicine roundtable on exercise guidelines for cancer survivors | Med Sci Sports Exerc | 2010 | 42 | 1409-26 | Schmitz KH", "American College of Sports Medicine roundtable on exercise guidelines for cancer survivors [Erratum] | Med Sci Sports Exerc | 2011 | 43 | 195 | Schmitz KH"),
    ("2-year follow-up", "Trastuzumab after adjuvant chemotherapy in HER2-positive breast cancer | N Engl J Med | 2005 | 353 | 1659-72 | Piccart-Gebhart MJ", "2-year follow-up of trastuzumab after adjuvant chemotherapy in HER2-positive breast cancer: a randomised controlled trial | Lancet | 2007 | 369 | 29-36 | Smith I"),
    ("comment on it", "Preoperative chemoradiotherapy for esophageal or junctional cancer | N Engl J Med | 2012 | 366 | 2074-84 | van Hagen P", "Comment on: Preoperative chemoradiotherapy for esophageal or junctional cancer | N Engl J Med | 2012 | 367 | 872 | van Hagen P"),
]  # fmt: skip


def record(printed: str) -> Record:
    """A printing as a record."""
    title, journal, year, volume, page, author, *more = (part.strip() for part in printed.split("|"))
    values = dict(part.split("=", 1) for part in more)
    values.setdefault("type", "article-journal")
    return Record(
        title=title,
        container_title=journal,
        issued=PartialDate(int(year)) if year else None,
        volume=volume,
        page=page,
        authors=(person(author),) if author else (),
        **values,
    )


def person(name: str) -> Person:
    """ "Hanahan D", "Hodi, F. Stephen", or a group between braces."""
    if name.startswith("{"):
        return Person(literal=name.strip("{}"))
    if "," in name:
        family, given = name.split(", ", 1)
        return Person(family, given)
    words = name.removesuffix(" Jr").split()
    start = next((n for n, word in enumerate(words) if n and word.replace(".", "").isupper()), len(words))
    return Person(" ".join(words[:start]), "".join(words[start:]).replace(".", ""))
