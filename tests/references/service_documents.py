"""Documents in the true shapes of the three services about one study that does not exist. Written by us."""

from typing import Any

DOI = "10.1000/made.up(2017)17:1,40"
PMID = "28000001"
PMCID = "PMC5200001"

PUBMED = f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" IndexingMethod="Manual" Owner="NLM">
    <PMID Version="1">{PMID}</PMID>
    <Article PubModel="Electronic">
      <Journal><ISSN IssnType="Electronic">0000-0000</ISSN>
        <JournalIssue CitedMedium="Internet"><Volume>17</Volume><Issue>1</Issue>
          <PubDate><Year>2017</Year><Month>Jan</Month><Day>09</Day></PubDate></JournalIssue>
        <Title>Journal of invented oncology</Title><ISOAbbreviation>J. Inv. Oncol.</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Walking during <i>chemotherapy</i> &amp; fatigue: a trial in 12<sup>3</sup> wards.</ArticleTitle>
      <Pagination><StartPage>40</StartPage><MedlinePgn>40</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="Y">{DOI}</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Fatigue is common.</AbstractText>
        <AbstractText Label="CONCLUSIONS" NlmCategory="CONCLUSIONS">Walking helped <b>a little</b>.</AbstractText>
        <CopyrightInformation>Nobody.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>de Vries</LastName><ForeName>Anna B</ForeName><Initials>AB</Initials></Author>
        <Author ValidYN="N"><LastName>de Vreis</LastName><ForeName>Anna B</ForeName></Author>
        <Author ValidYN="Y"><LastName>Öz</LastName><ForeName>Can</ForeName><Suffix>Jr</Suffix></Author>
        <Author ValidYN="Y"><CollectiveName>WALK study group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language>
      <DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
        <AccessionNumberList><AccessionNumber>NCT00000001</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
      <PublicationTypeList>
        <PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D016449">Randomized Controlled Trial</PublicationType>
      </PublicationTypeList>
      <ArticleDate DateType="Electronic"><Year>2017</Year><Month>01</Month><Day>05</Day></ArticleDate>
    </Article>
    <MedlineJournalInfo><Country>Netherlands</Country><MedlineTA>J Inv Oncol</MedlineTA></MedlineJournalInfo>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="ErratumIn"><RefSource>J Inv Oncol. 2018;18(1):2. doi: 10.1000/erratum</RefSource><PMID Version="1">28000002</PMID></CommentsCorrections>
      <CommentsCorrections RefType="CommentOn"><RefSource>J Inv Oncol. 2016;1:1</RefSource></CommentsCorrections>
      <CommentsCorrections RefType="UpdateOf"><RefSource>medRxiv. 2016</RefSource></CommentsCorrections>
    </CommentsCorrectionsList>
  </MedlineCitation>
  <PubmedData>
    <ArticleIdList><ArticleId IdType="pubmed">{PMID}</ArticleId><ArticleId IdType="doi">{DOI}</ArticleId>
      <ArticleId IdType="pmc">{PMCID}</ArticleId></ArticleIdList>
    <ReferenceList><Reference><Citation>Other work. 2010.</Citation>
      <ArticleIdList><ArticleId IdType="doi">10.1000/other</ArticleId><ArticleId IdType="pubmed">999</ArticleId></ArticleIdList>
    </Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>
</PubmedArticleSet>
"""
PUBMED_NOTHING = '<?xml version="1.0" ?>\n<PubmedArticleSet></PubmedArticleSet>'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<PubmedArticleSet><PubmedArticle>&b;</PubmedArticle></PubmedArticleSet>"
)


def converted(**changes: Any) -> dict[str, Any]:
    """The ID converter about this study; its numbers are numbers."""
    record = {"doi": DOI, "pmcid": PMCID, "pmid": int(PMID), "requested-id": PMCID}
    return {"status": "ok", "response-date": "2026-11-22 09:00:00", "records": [{**record, **changes}]}


NOT_CONVERTED: dict[str, Any] = {
    "status": "ok",
    "records": [{"requested-id": DOI, "status": "error", "errmsg": "Identifier not found in PMC"}],
}


def searched(*pmids: str) -> dict[str, Any]:
    """ESearch's list."""
    return {
        "header": {"type": "esearch", "version": "0.3"},
        "esearchresult": {"count": str(len(pmids)), "retmax": "20", "retstart": "0", "idlist": [*pmids]},
    }


EUROPEPMC_RESULT: dict[str, Any] = {
    "id": PMID,
    "source": "MED",
    "pmid": PMID,
    "pmcid": PMCID,
    "doi": DOI,
    "title": "Walking during chemotherapy and fatigue.",
    "authorString": "de Vries AB, Öz C.",
    "authorList": {
        "author": [
            {"fullName": "de Vries AB", "firstName": "Anna B", "lastName": "de Vries", "initials": "AB"},
            {"collectiveName": "WALK study group"},
        ]
    },
    "journalInfo": {
        "issue": "1",
        "volume": "17",
        "dateOfPublication": "2017 Jan",
        "monthOfPublication": 1,
        "yearOfPublication": 2017,
        "journal": {
            "title": "Journal of invented oncology",
            "medlineAbbreviation": "J Inv Oncol",
            "isoabbreviation": "J Inv Oncol",
            "issn": "0000-0000",
        },
    },
    "pubYear": "2017",
    "pageInfo": "40",
    "abstractText": "<h4>Background</h4>Fatigue is common. NCT00000001.<h4>Conclusions</h4>Walking helped.",
    "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
    "citedByCount": 12,
    "commentCorrectionList": {
        "commentCorrection": [
            {"id": "28000002", "source": "MED", "reference": "J Inv Oncol. 2018", "type": "Erratum in"}
        ]
    },
}


def europepmc(*results: dict[str, Any]) -> dict[str, Any]:
    """A page of search results."""
    return {
        "version": "6.9",
        "hitCount": len(results),
        "request": {"queryString": "", "resultType": "core", "pageSize": 5},
        "resultList": {"result": [*results]},
    }


CROSSREF: dict[str, Any] = {
    "status": "ok",
    "message-type": "work",
    "message-version": "1.0.0",
    "message": {
        "DOI": DOI.upper(),
        "type": "journal-article",
        "title": ["Walking during <i>chemotherapy</i> &amp; fatigue"],
        "subtitle": ["a trial"],
        "container-title": ["Journal of Invented Oncology"],
        "short-container-title": ["J Inv Oncol"],
        "author": [
            {"given": "Anna B.", "family": "de Vries", "sequence": "first", "affiliation": []},
            {"name": "WALK study group", "sequence": "additional", "affiliation": []},
        ],
        "published": {"date-parts": [[2017, 1, 5]]},
        "issued": {"date-parts": [[2017, 1]]},
        "volume": "17",
        "issue": "1",
        "article-number": "40",
        "publisher": "Invented Press",
        "ISSN": ["0000-0000"],
        "abstract": "<jats:p>Fatigue is common.</jats:p>",
        "is-referenced-by-count": 14,
        "updated-by": [
            {
                "DOI": "10.1000/retraction",
                "type": "retraction",
                "label": "Retraction",
                "source": "retraction-watch",
                "updated": {"date-parts": [[2020, 2, 3]], "date-time": "2020-02-03T00:00:00Z"},
            }
        ],
        "update-to": [
            {"DOI": "10.1000/older", "type": "correction", "updated": {"date-parts": [[2016, 1, 1]]}}
        ],
    },
}
