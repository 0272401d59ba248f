"""Tables of spellings of one name: transliterations from Arabic script, and short forms. Pure."""

_ARABIC = """
muhammad mohammed mohamed mohammad muhammed muhamad mohamad mehmet mohd muhamed mahommed
ahmed ahmad achmed ahmet ahmaad
mahmoud mahmud mahmood mehmood mahmut
hamid hameed hamed
hussein husain hussain husayn hossein hossain hosain hussien houssein huseyin
hasan hassan hasaan hassen
ali aly aliy
omar umar omer umer oumar
osman uthman othman usman ousmane
yusuf yousef yusef youssef yousuf yousaf yusof youcef joussef
ibrahim ebrahim ibraheem ebraheem brahim ibrahem
ismail ismael esmail ismaeel ismaiil esmaeil
khalid khaled kalid khalled
mustafa mostafa moustafa mustapha mustafaa
mubarak mobarak moubarak
jamal gamal jamaal djamal
jamil jameel gamil djamil
said saeed sayeed saed saeid
sayed sayyid syed sayyed seyed saiyed
salim saleem selim saleim
salman salmaan selman
suleiman sulayman sulaiman soliman suleyman sulaymaan
dawud daoud dawood daud dawoud
karim kareem kerim
rahim raheem rahiem
rahman rehman rahmaan rahmane
aziz azeez
rashid rasheed rachid rashed
tariq tarek tarik tareq tariq
bilal belal bilaal
faisal faysal feisal fayçal
nasser naser nasir nassir naseer
qasim kassem qassim qasem kasim qassem
khan kahn
chaudhry chowdhury choudhury chaudhary choudhry chaudhri chowdhry
qureshi quraishi koreshi quereshi kureshi
shaikh sheikh shaykh sheik sheykh
sharif shareef cherif sherif
siddiqui siddiqi siddique siddiq sediqi
malik malek maalik
masood masoud masud masoud
majid majeed maged
latif lateef latief
hakim hakeem
halim haleem
nadeem nadim
naeem naim nayeem
iqbal eqbal ikbal
zakaria zakariya zakariyya zechariah
musa mousa moussa moosa
isa eisa issa essa
yahya yehya yehia yahia
younis yunus younes yunis younus
haroon harun haroun
idris idrees driss
imran emran
anwar anwer enver
fatima fatimah fatema fatma fatima
aisha aysha ayesha aicha aishah
khadija khadijah hadija khadeeja
zainab zaynab zeinab zeynep zaineb
maryam mariam meryem maryum miriam
amina aminah ameena emina
asma asmaa esma
laila layla leila leyla laylaa
noor nour nur
yasmin yasmeen yasmine jasmin
nasrin nasreen nesrin
shahin shaheen chahine
samir sameer
samira sameera
rukhsana ruksana roxana
saima saimah saeema
sumaya sumayyah soumaya
hafsa hafsah hafza
begum begam
akhtar akhter
huda hoda houda
haq huq haque hoque
hadi hady
haidar haider hyder haydar heydar
abbas abas
abdallah abdullah abdulla abdalla abdollah
habib habeeb
zahir zaheer
zubair zubayr zoubeir
wahid waheed
ghani gani
qadir kader qader kadir
jabbar gabbar djabbar
basit baset
uddin
ullah
"""

_SHORT_FORMS = """
alexander alex alec sandy
alexandra alex sandra
alison ali
andrew andy drew
anthony tony
benjamin ben benny
bronwen bron
catherine cath cathy kate katie cat
charles charlie chas
charlotte lottie charlie
christopher chris kit
daniel dan danny
david dave davey dai dafydd
deborah deb debbie
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth liz lizzie beth betty eliza libby elsie
emily em emmy millie
frances fran
gareth gaz
gwenllian gwen gwennie
gwen gwennie
harold harry
isabel izzy bella
jacqueline jackie
james jim jimmy jamie
jane janie jenny
jennifer jen jenny
john jack johnny
jonathan jon jonny
joseph joe joey
katherine kate katie kathy kath kat
leonard len lenny
llewellyn lyn llew
margaret maggie meg peggy mags marged
matthew matt
michael mike mick mickey
nathaniel nathan nat
nicholas nick nicky
nicola nicky
oliver ollie
pamela pam
patricia pat trish tricia
patrick pat paddy
peter pete
philip phil
rebecca becky becca
richard rick dick ricky rich
robert rob bob bobby robbie bert
ronald ron ronnie
rosemary rosie
samantha sam
samuel sam sammy
stephen steve
susan sue susie
theodore ted theo teddy
thomas tom tommy
timothy tim
victoria vicky vic
vincent vince
william will bill billy liam willie
zebedee zeb
"""


def _groups(table: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in table.split("\n") if line)


ARTICLES = ("al", "el", "ul", "ur", "ar", "as", "ash", "ad", "at", "an", "az")
"""The Arabic article as it is written before different letters."""
SERVANTS = tuple(
    f"{servant}{article}"
    for servant in ("abd", "abed")
    for article in ("", "u", "al", "el", "ul", "ol", "ur", "ar", "er", "us", "as", "ush")
)
"""Beginnings of names that mean "servant of", such as Abdulrahman."""
ARTICLES_AND_SERVANTS = frozenset((*ARTICLES, *SERVANTS))
TRANSLITERATIONS = _groups(_ARABIC)
"""Spellings in Latin letters of one name in Arabic script, each line one name."""
SHORT_FORMS = _groups(_SHORT_FORMS)
"""A first name and its short forms."""
