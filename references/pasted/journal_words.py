"""Words that end inside a journal's abbreviated name, so that "Proc. Natl Acad. Sci. USA" is not cut at its stops.

Taken from the List of Title Word Abbreviations (ISO 4) and the NLM Catalog as they occur in medicine and biology.
"""

from references.pasted.text import words

ABBREVIATED = words(
    """
    abstr acad alternat complement south cutan accid acta acupunct addict adjuv admin adolesc adv aesthet aff agric allergol altern am
    amin anaesth anal anat androl anesth anesthesiol angew angiol ann annu anthropol anticancer
    antimicrob antivir apher appl arch arq artif assess assoc astron atheroscler atmos audiol aust
    autoimmun auton bact bacteriol behav biochem biochim bioconjug bioenerg bioeng bioessays bioinform
    biol biomark biomater biomech biomed biometrika bioorg biophys biosci biostat biotechnol biother br
    brachyther bras brit bull ca calcif canc cancerol carcinog cardiol cardiothorac cardiovasc cell cent
    ceram cereb cerebrovasc chem chemother chim chin chir chirurgie chromatogr chron cient cir circ clin
    cogn coll comb commun comp compar complem comput conf congr conserv contemp contin contracept
    contrib cor cosmet cosmetol crit crystallogr curr cutan cytogenet cytol cytometry cytotech delivery
    dent dermatol dermatopathol dev devel diabet diabetol diagn dial dig dis disabil discov disord dtsch
    dtw ecol econ ecotoxicol ed edn educ electroanal embo emerg endocr endocrinol endosc endourol enferm
    eng engl entomol environ enzymol epidemiol epigenet epigenomics ergeb ernahr esophagus esp ethnobiol
    ethnopharmacol ethol eur evid evol exerc exp exper expr fam fed fert fertil fisiol fluoresc folia
    forens fortschr found fr front fund fundam fut futur gastroenterol gastrointest gen genet genit
    genitourin genom geriatr gerontol ginecol glob glycobiol graefes gynaecol gynecol haematol haemost
    harv helv hematol hemost hepatobil hepatogastroenterol hepatol heterocycl hist histochem histol
    histopathol hokkaido holist hormon hosp hum hung hyg hypertens hypertherm hyperthermia hypn iatrog
    ieee immun immunobiol immunogenet immunol immunopathol immunopharmacol immunother ind inf infect
    inflamm inform infus inhal inj inorg inst instrum int integr intell intellect intens interact
    interdiscip intern interv intervent invest investig ir iran isot isr ital j jpn jt kagaku klin lab
    laparosc laryng laryngol lat lect legis lett leuk leukem leukoc libr lipidol lond lymphat lymphology
    macromol magn malar malays malig mat mater matern math meas mech med mediat mem membr ment metab
    metabol metast meth methodol mex microb microbiol microcirc microsc microsurg microvasc mil miner
    minim mod mol monatsschr monogr morphol mt mutagenes mutat mycol myol nanomed nanotechnol nat natl
    naturwiss ned nederl neonatol nephrol nerv neth neurobiol neurochem neurodegen neurodegener
    neuroendocrinol neuroimaging neuroimmunol neuroinflamm neurol neurooncol neuropathol neuropharmacol
    neurophysiol neuropsychol neuroradiol neurosci neurosurg neurotox neurotoxicol nippon nord nucl
    numer nurs nutr obes obstet occup oceanogr ocul odontol oecol oncog oncol ontog oper ophthalmol opin
    opt ord org orient orthop osteopath osteoporos otol otolaryngol otorhinolaryngol oxf oxid paediatr
    paleontol palliat pancreat pap parasitol parenter pathog pathol pathophysiol patol pediatr percept
    perform perinat periodontol perit perspect pesq pflugers pharm pharmacal pharmaceut pharmacodyn
    pharmacoeconomics pharmacoepidemiol pharmacogenet pharmacogenomics pharmacokinet pharmacol
    pharmacother philos photobiol photochem photodermatol photomed photon photonics phys physik physiol
    physiother phytochem phytomedicine phytother plast plos pneumol pol polym popul postepy postgrad
    poult pract prax prenat prep presse prev prim proc prod prof prog proj prostat prosthet proteom
    proteome protoc protozool psiquiatr psych psychiatr psychiatry psycho psychoanal psychobiol psychol
    psychooncol psychooncology psychopathol psychopharmacol psychosom psychother pt ptrs publ pulm q
    qual quant quart quim radiat radiobiol radiochem radiogr radiol radiother rec recept rech reconstr
    rect rehabil relat relig ren rep reprod res resour resp respir respirol resusc retin retrov
    retrovirol reumatol rev rheum rheumatol rhinol ric rinsho russ s sanf sanit sante saude sc scand
    schmerz schweiz sci scient scot scr sect semin ser serv sex sist skelet soc sociedad sociol softw
    spec spectrom spectrosc st stat statist stereotact stomatol strahlenther struct stud subcell subst
    suppl surf surg surv sustain symp synth syst tech technol tecnol theor ther thorac thromb thrombos
    tierarztl tijdschr tob tohoku tox toxicol tr trab tradit trans transcult transduct transfus
    transgenic transl transplant traum trop tuberc turk ugeskr ultrason ultrastruct univ ural urogynecol
    urol urologe usp vasc vert vestib vestn vet vib viol virol vis vitam vnitr vopr vox wash wien wkly
    wochenschr xenobiot yakugaku z zentralbl zhongguo zhonghua zool zoonoses
    """
)
# Whole words that stand between abbreviations ("Adv. Drug Deliv. Rev.", "Evid. Based Complement. Alternat. Med.").
WHOLE = words(
    """
    acta advances ageing aging allergy american apoptosis arthritis asian asthma based birth blood bone
    brain breast british canadian cancer cardiovascular care catheter cells chinese clinical community
    critical current diabetes disease diseases drug electron electrophoresis enzyme epilepsy european
    experimental eye facial food free frontiers gastric gene genes genome genomics growth gut hand head
    health heart hernia hypertension imaging immunity implant indian insights integrative international
    japanese joint journal kidney korean lancet larynx laser lasers learn life light lipid lipids liver
    lung lupus lymph marrow medicine metabolism methods microbes mitochondrion molecular muscle
    mutagenesis nature nephron neural new nucleic nursing obesity oncogene open ophthalmic oral outcomes
    pain patient peptides physician physics plant policy pregnancy prostate protein proteomics public
    quality radical rare rural science sex shock signal singapore skin sleep solid spinal spine sport
    sports stem steroid steroids stress stroke surgery tetrahedron thyroid tissue tobacco today topics
    toxins trace training transplantation trauma trends trials tumor tumour twin ultrasound urban usa
    vaccine vector viral virus vision water west women womens work world wound
    """
)
# Short sentences that end a title and are no journal: "… A meta-analysis. Review. Lancet".
TITLE_ENDS = words(
    """
    abstract comment commentary conclusion conclusions consensus correction diagnosis discussion editorial epidemiology
    erratum fact guideline guidelines history introduction letter management methods overview part pathology perspective
    pitfalls prevention prognosis protocol reply report response results review screening section statement study summary
    therapy treatment trial update viewpoint volume
    """
)
