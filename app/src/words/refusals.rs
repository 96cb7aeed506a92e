//! What is said when the business says no.

use super::Words;
use domain::{
    deal::Status,
    people::Language,
    people::Who,
    refusal::{Field, Refusal},
};

impl Words {
    /// The sentence for a refusal.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match self.language {
            Language::En => english(refusal),
            Language::Pl => polish(refusal),
        }
    }

    /// The apology for a fault of ours, with the number under which it was logged.
    pub fn fault(&self, ticket: &str) -> String {
        match self.language {
            Language::En => {
                format!("Something broke on our side. If it happens again, report number {ticket}.")
            }
            Language::Pl => format!("Coś się u nas zepsuło. Jeśli się powtórzy, zgłoś numer {ticket}."),
        }
    }

    /// The server's disk is full, as it was logged under this number.
    pub fn storage_full(&self, ticket: &str) -> String {
        match self.language {
            Language::En => format!(
                "The server's disk is full. Nothing was saved; reading still works. Tell your administrator, number {ticket}."
            ),
            Language::Pl => format!(
                "Dysk serwera jest pełny. Niczego nie zapisano; czytanie działa. Zawiadom administratora, numer {ticket}."
            ),
        }
    }

    /// The storage cannot be written or reached, as it was logged under this number.
    pub fn storage_unavailable(&self, ticket: &str) -> String {
        match self.language {
            Language::En => format!(
                "The data cannot be reached or written just now. Try again in a moment. If it lasts, report number {ticket}."
            ),
            Language::Pl => format!(
                "Dane są chwilowo niedostępne do zapisu lub odczytu. Spróbuj za chwilę. Jeśli to potrwa, zgłoś numer {ticket}."
            ),
        }
    }

    /// Whom an action is for, as the object of a sentence.
    pub fn who(&self, who: &Who) -> &'static str {
        match who {
            Who::Everyone => self.everyone,
            Who::Managers => self.work.only_managers,
            Who::Administrators => self.work.only_administrators,
            Who::People(_) => self.work.only_people,
        }
    }

    /// How a status is called.
    pub fn status_name(&self, status: Status) -> &'static str {
        match status {
            Status::Open => self.status_open,
            Status::Won => self.status_won,
            Status::Lost => self.status_lost,
            Status::Stale => self.status_stale,
        }
    }
}

fn english(refusal: &Refusal) -> String {
    use domain::people::Language::En;
    match refusal {
        Refusal::NotFound => "It does not exist, or you have no access to it.".into(),
        Refusal::SignedOut => "You are signed out. Sign in again.".into(),
        Refusal::AdministratorsOnly => "Only an administrator may do this.".into(),
        Refusal::WrongCredentials => "E-mail or password is wrong.".into(),
        Refusal::TooManyAttempts { seconds } => format!("Too many attempts. Try again in {seconds} seconds."),
        Refusal::AlreadySetUp => "Tablica is set up already. Sign in.".into(),
        Refusal::WrongCode => "This is not the code that the server printed.".into(),
        Refusal::EmailTaken => "Somebody uses this e-mail already.".into(),
        Refusal::Empty { .. } => "Fill this in.".into(),
        Refusal::TooLong { max, .. } => format!("This is too long: {max} characters at most."),
        Refusal::TooShort { min, .. } => format!("This is too short: {min} characters at least."),
        Refusal::ControlCharacter { .. } => "This holds a character that cannot be shown.".into(),
        Refusal::Malformed { field } => format!("This cannot be read as {}.", super::en::field(*field)),
        Refusal::TooManyDecimals { places: 0, .. } => "This currency has no decimals.".into(),
        Refusal::TooManyDecimals { places, .. } => format!("Too many decimals: {places} at most."),
        Refusal::TooLarge { field: Field::Discount } => "A discount is 100 % at most.".into(),
        Refusal::TooLarge { .. } => "This number is too large.".into(),
        Refusal::CommonPassword => "Everybody tries this password first. Choose another.".into(),
        Refusal::NoClient => "Name a company or a person.".into(),
        Refusal::Unknown { .. } => "This can no longer be chosen.".into(),
        Refusal::TimeWithoutDate => "A time needs a date.".into(),
        Refusal::Closed { status } => {
            format!("The deal is {}; it no longer moves.", super::words(En).status_name(*status))
        }
        Refusal::StageChanged { stage } => format!("Somebody moved this deal to {stage} meanwhile."),
        Refusal::DealChanged => {
            "Somebody changed this deal meanwhile. Reload to see it, then save again.".into()
        }
        Refusal::UnknownParameter { name } => {
            format!("The address holds “{name}”, which means nothing here.")
        }
        Refusal::MalformedParameter { name } => {
            format!("The value of “{name}” in the address cannot be read.")
        }
        Refusal::InTheFuture { .. } => "This day has not come yet.".into(),
        Refusal::NotClosed => "The deal is open.".into(),
        Refusal::Guarded { missing } => format!("Still to be done on the way: {}.", missing.join(", ")),
        Refusal::Unfinished { missing } => {
            format!("To win it, this is still to be done: {}.", missing.join(", "))
        }
        Refusal::ReasonRequired => "Choose a reason.".into(),
        Refusal::NotYours { who } => format!("Only {} may do this.", super::words(En).who(who)),
        Refusal::AlreadyDone { action } => format!("“{action}” is done already."),
        Refusal::NotDone { action } => format!("“{action}” is not done."),
        Refusal::NoteRequired => "This needs a note.".into(),
        Refusal::FileRequired => "This needs a note with a file.".into(),
        Refusal::NoteKept => "An action needed this note, so it stays.".into(),
        Refusal::NotYourNote => "Only its author may change a note.".into(),
        Refusal::FileTooLarge { megabytes } => format!("A file may have {megabytes} MB at most."),
        Refusal::ProcessChanged => "Somebody saved this process meanwhile.".into(),
        Refusal::NobodyChosen => "Choose at least one person who may do this.".into(),
        Refusal::Deactivated { name, .. } => format!("{name} is deactivated. Choose somebody else."),
        Refusal::NoStages => "A process has at least one stage.".into(),
        Refusal::NoDefault => {
            "One process is the default, and it is active. To change it, make another the default.".into()
        }
        Refusal::StageHoldsDeals { stage, deals } => {
            format!("{stage} holds {}. Say where they go.", (super::words(En).deals)(*deals))
        }
        Refusal::Within { stage, action: None, refusal } => {
            format!("Stage {}: {}", stage + 1, english(refusal))
        }
        Refusal::Within { stage, action: Some(action), refusal } => {
            format!("Stage {}, action {}: {}", stage + 1, action + 1, english(refusal))
        }
        Refusal::Negative { .. } => "This cannot be negative.".into(),
        Refusal::OtherCurrency { field: Field::Product, currency } => {
            format!("This product is priced in {currency}; the deal counts in another currency.")
        }
        Refusal::OtherCurrency { currency, .. } => {
            format!("This is {currency}; the deal counts in another currency.")
        }
        Refusal::CurrencyFixed { currency } => {
            format!("There are amounts in {currency} on this deal, so its currency stays.")
        }
        Refusal::Itemised => "The value is the sum of the products, and changes with them.".into(),
        Refusal::NotWon => "Only a deal that was won has sold something.".into(),
        Refusal::CostsOff => "Costs are switched off for this account.".into(),
        Refusal::CategoryInUse { category } => format!("There are costs of {category}, so it stays."),
        Refusal::TooMany { max } => format!("This is too many: {max} at most."),
        Refusal::InLine { line, refusal } => format!("Line {}: {}", line + 1, english(refusal)),
        Refusal::NameTaken { .. } => "There is one of this name already.".into(),
        Refusal::MalformedRequest => "The request cannot be read.".into(),
        Refusal::TooManyUploads => "You have sent very many files. Try again in an hour.".into(),
        Refusal::LastAdministrator => {
            "This is the last administrator who can sign in. Make another one first.".into()
        }
        Refusal::TookTooLong => "This took too long. Try again in a moment.".into(),
        Refusal::OperationReused => "This operation id was used for another request.".into(),
        Refusal::OtherVersion => "This page is of another version of Tablica. Load it again.".into(),
    }
}

fn polish(refusal: &Refusal) -> String {
    use domain::people::Language::Pl;
    match refusal {
        Refusal::NotFound => "Nie istnieje albo nie masz do tego dostępu.".into(),
        Refusal::SignedOut => "Sesja wygasła. Zaloguj się ponownie.".into(),
        Refusal::AdministratorsOnly => "Może to zrobić tylko administrator.".into(),
        Refusal::WrongCredentials => "Błędny e-mail lub hasło.".into(),
        Refusal::TooManyAttempts { seconds } => format!("Zbyt wiele prób. Spróbuj za {seconds} s."),
        Refusal::AlreadySetUp => "Tablica jest już skonfigurowana. Zaloguj się.".into(),
        Refusal::WrongCode => "To nie jest kod, który wypisał serwer.".into(),
        Refusal::EmailTaken => "Ktoś już używa tego adresu.".into(),
        Refusal::Empty { .. } => "Wypełnij to pole.".into(),
        Refusal::TooLong { max, .. } => format!("Za długie: najwyżej {max} znaków."),
        Refusal::TooShort { min, .. } => format!("Za krótkie: co najmniej {min} znaków."),
        Refusal::ControlCharacter { .. } => "Tekst zawiera znak, którego nie da się pokazać.".into(),
        Refusal::Malformed { field } => {
            format!("Nie da się tego odczytać jako {}.", super::pl::field(*field))
        }
        Refusal::TooManyDecimals { places: 0, .. } => "Ta waluta nie ma części dziesiętnych.".into(),
        Refusal::TooManyDecimals { places, .. } => format!("Za dużo miejsc po przecinku: najwyżej {places}."),
        Refusal::TooLarge { field: Field::Discount } => "Rabat wynosi najwyżej 100 %.".into(),
        Refusal::TooLarge { .. } => "Ta liczba jest za duża.".into(),
        Refusal::CommonPassword => "Od tego hasła każdy zaczyna zgadywanie. Wybierz inne.".into(),
        Refusal::NoClient => "Podaj firmę lub osobę.".into(),
        Refusal::Unknown { .. } => "Tego nie można już wybrać.".into(),
        Refusal::TimeWithoutDate => "Godzina wymaga daty.".into(),
        Refusal::Closed { status } => {
            format!("Szansa jest {} i już się nie przesuwa.", super::words(Pl).status_name(*status))
        }
        Refusal::StageChanged { stage } => {
            format!("Ktoś w międzyczasie przeniósł tę szansę do etapu {stage}.")
        }
        Refusal::DealChanged => {
            "Ktoś w międzyczasie zmienił tę szansę. Odśwież, by zobaczyć zmiany, i zapisz ponownie.".into()
        }
        Refusal::UnknownParameter { name } => format!("Adres zawiera „{name}”, które nic tu nie znaczy."),
        Refusal::MalformedParameter { name } => format!("Nie da się odczytać wartości „{name}” w adresie."),
        Refusal::InTheFuture { .. } => "Ten dzień jeszcze nie nadszedł.".into(),
        Refusal::NotClosed => "Szansa jest otwarta.".into(),
        Refusal::Guarded { missing } => format!("Po drodze trzeba jeszcze wykonać: {}.", missing.join(", ")),
        Refusal::Unfinished { missing } => {
            format!("Do wygranej trzeba jeszcze wykonać: {}.", missing.join(", "))
        }
        Refusal::ReasonRequired => "Wybierz powód.".into(),
        Refusal::NotYours { who } => format!("Może to zrobić tylko {}.", super::words(Pl).who(who)),
        Refusal::AlreadyDone { action } => format!("Działanie „{action}” jest już wykonane."),
        Refusal::NotDone { action } => format!("Działanie „{action}” nie jest wykonane."),
        Refusal::NoteRequired => "To działanie wymaga notatki.".into(),
        Refusal::FileRequired => "To działanie wymaga notatki z plikiem.".into(),
        Refusal::NoteKept => "Tej notatki wymagało działanie, więc zostaje.".into(),
        Refusal::NotYourNote => "Notatkę może zmienić tylko jej autor.".into(),
        Refusal::FileTooLarge { megabytes } => format!("Plik może mieć najwyżej {megabytes} MB."),
        Refusal::ProcessChanged => "Ktoś w międzyczasie zapisał ten proces.".into(),
        Refusal::NobodyChosen => "Wybierz co najmniej jedną osobę, która może to zrobić.".into(),
        Refusal::Deactivated { name, .. } => format!("{name} ma wyłączone konto. Wybierz kogoś innego."),
        Refusal::NoStages => "Proces ma co najmniej jeden etap.".into(),
        Refusal::NoDefault => {
            "Jeden proces jest domyślny i aktywny. Aby to zmienić, ustaw inny jako domyślny.".into()
        }
        Refusal::StageHoldsDeals { stage, deals } => {
            format!("Etap {stage} zawiera {}. Wskaż, dokąd mają trafić.", (super::words(Pl).deals)(*deals))
        }
        Refusal::Within { stage, action: None, refusal } => {
            format!("Etap {}: {}", stage + 1, polish(refusal))
        }
        Refusal::Within { stage, action: Some(action), refusal } => {
            format!("Etap {}, działanie {}: {}", stage + 1, action + 1, polish(refusal))
        }
        Refusal::Negative { .. } => "Ta liczba nie może być ujemna.".into(),
        Refusal::OtherCurrency { field: Field::Product, currency } => {
            format!("Ten produkt ma cenę w {currency}, a szansa jest liczona w innej walucie.")
        }
        Refusal::OtherCurrency { currency, .. } => {
            format!("To jest {currency}, a szansa jest liczona w innej walucie.")
        }
        Refusal::CurrencyFixed { currency } => {
            format!("Ta szansa ma kwoty w {currency}, więc jej waluta zostaje.")
        }
        Refusal::Itemised => "Wartość jest sumą produktów i zmienia się razem z nimi.".into(),
        Refusal::NotWon => "Sprzedano coś tylko w wygranej szansie.".into(),
        Refusal::CostsOff => "Koszty są na tym koncie wyłączone.".into(),
        Refusal::CategoryInUse { category } => format!("Są koszty z kategorii {category}, więc ona zostaje."),
        Refusal::TooMany { max } => format!("To za dużo: najwyżej {max}."),
        Refusal::InLine { line, refusal } => format!("Pozycja {}: {}", line + 1, polish(refusal)),
        Refusal::NameTaken { .. } => "Taka nazwa już istnieje.".into(),
        Refusal::MalformedRequest => "Nie da się odczytać żądania.".into(),
        Refusal::TooManyUploads => "Wysłano bardzo wiele plików. Spróbuj za godzinę.".into(),
        Refusal::LastAdministrator => {
            "To ostatni administrator, który może się zalogować. Najpierw wyznacz innego.".into()
        }
        Refusal::TookTooLong => "To trwało zbyt długo. Spróbuj za chwilę.".into(),
        Refusal::OperationReused => "Ten identyfikator operacji był użyty w innym żądaniu.".into(),
        Refusal::OtherVersion => "Ta strona jest z innej wersji Tablicy. Wczytaj ją ponownie.".into(),
    }
}
