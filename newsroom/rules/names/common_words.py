"""Surnames that are also ordinary words, and common first names. Pure.

They are used only for one part of a protected name by itself, which may be an ordinary word or
another person. A whole name is found even if its parts are in these lists.
"""

_WORDS = """
abbot all am an any archer are art as ash at au baby bailey baker ball banks barber barker barn
baron barrow bass bath bay be beach bean beck bell bench berry best bird bishop black bloom blue
bolt bond bone booker bow bowler bowman box boy branch brand bridge bridges bright brook brooks
brown buck bull bush but butcher butler by cage can cane cannon carpenter carter case cash castle
chance chandler chase child christian church clay close coal complainant cook cooper corn counsel
court cousins cox craft crisp cross crow day dean dear defendant dent derby diamond do dock drew
drinkwater driver duck duke earl early east english ever fair faith farmer farrow father field
fields finch fine fish fisher fleet flint flood flower flowers for ford forest forge fox frank
freeman french frost gale garden gardener gates gay get gift girl go gold golden good goodman grace
grant grave graves gray green grey grove guest guy had hale hall hand hands hardy hare hart has
hatch haven hay he head heath hedge her hi hill hills him his holder hole holiday holland holly home
honey hood hook hope horn house how hunt hunter hurst if in iris is it its ivy jack jasper jet jewel
joy judge juror just keen keep kent key king kirk kitchen knight lake lamb land lane large law
lawless lawyer lay leaf lee let levy light lily lincoln little lock london long lord love low mace
main major man mark marks marsh marshal marshall mason masters may me meadow men mercer mercy merry
mile miles mill miller mills mine monday monk moon moor moore moss mother mount my new newman nice
nick no noble nor north not now nurse oak of off office old olive on one or orange our out own page
pain paine painter parish park parks parson parsons pat patience peace pepper perry pike piper pitt
place plant plum pond pool poole pope port porter post potter pound power powers president price
priest prime prince prior proctor prudence quick rain ray reader reed rice rich ring rivers road rob
robin rock rose rover rowan ruby rule rush saddler sage salmon salt savage sawyer say school scott
sea seal see sergeant sharp shaw she shepherd short silver singer sky slaughter small smart smith
snow so soldier south spark sparks speed spencer spring squire stable star steel stern still stock
stone storm street strong sue summer summers sweet swift table tailor taylor temple terry the tiller
to too town trail turner two underwood up us use van victim victor victoria viola violet wade wales
walker wall walls ward was waters way we weaver webb weeks well wells welsh west wheeler white who
why wild will winter wise witness wolf wood woodman woods woodward worth wright yard yes yet york
you young
"""

_FIRST_NAMES = """
aaron adam adrian aidan alan albert alex alexander alfie alice alison amanda amelia amy andrea
andrew angela ann anna anne anthony archie arthur ashley barbara barry ben benjamin beth brian
callum carl carol caroline catherine charles charlie charlotte chloe chris christian christine
christopher claire clare colin connor craig daniel darren david dawn dean deborah debra denise
dennis derek diane donna dorothy dylan edward elaine eleanor elizabeth ella ellie emily emma eric
ethan evie fiona frances francis frank fred freddie gareth garry gary gemma geoffrey george gillian
glen gordon grace graham hannah harry hayley heather helen henry holly howard hugh iain ian isaac
isabella isla jack jackie jacob jacqueline jake james jamie jane janet janice jasmine jason jean
jennifer jessica jill joan joanna joanne joe john jonathan jordan joseph josh joshua joyce judith
julia julian julie june karen kate katherine kathleen katie keith kelly ken kenneth kerry kevin
kieran kim kyle laura lauren lee leo leon leonard lesley lewis liam linda lisa logan louis louise
lucas lucy luke lynn lynne malcolm margaret maria marie marilyn mark martin mary matthew maureen max
megan mia michael michelle mohammad mohammed molly muhammad natalie natasha nathan neil nicholas
nicola nigel noah norman oliver olivia oscar owen pamela patricia patrick paul paula pauline peter
philip phillip poppy rachel ralph raymond rebecca rhys richard riley robert robin roger ronald rory
rosie ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sharon
sheila shirley simon sophia sophie stephanie stephen steve steven stewart stuart susan suzanne
sylvia terence teresa terry theo thomas tim timothy tina toby tom tony tracey tracy trevor tyler
valerie victoria vincent wayne wendy william zoe
"""

WORDS = frozenset(_WORDS.split())
FIRST_NAMES = frozenset(_FIRST_NAMES.split())
