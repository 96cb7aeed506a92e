//! What is said when the business says no, and when something broke.

use crate::{Words, format};
use domain::{
    deal::Status,
    id::UserId,
    people::{Role, Who},
    refusal::{Field, Refusal},
};

impl Words {
    /// The sentence for a refusal.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let plain = match refusal {
            Refusal::TooManyAttempts { seconds } => return self.refusal_too_many_attempts(*seconds),
            Refusal::ChangedSince { by } => return self.refusal_changed_since(by),
            Refusal::TooLong { max, .. } => return self.refusal_too_long(*max),
            Refusal::TooShort { min, .. } => return self.refusal_too_short(*min),
            Refusal::Malformed { field } => return self.refusal_malformed(self.taken_by(*field)),
            Refusal::TooManyDecimals { places: 0, .. } => self.refusal_no_decimals(),
            Refusal::TooManyDecimals { places, .. } => return self.refusal_too_many_decimals(*places),
            Refusal::Closed { status } => return self.refusal_closed(self.status_name(*status)),
            Refusal::StageChanged { stage } => return self.refusal_stage_changed(stage),
            Refusal::UnknownParameter { name } => return self.refusal_unknown_parameter(name),
            Refusal::MalformedParameter { name } => return self.refusal_malformed_parameter(name),
            Refusal::Guarded { missing } => return self.refusal_guarded(&missing.join(", ")),
            Refusal::Unfinished { missing } => return self.refusal_unfinished(&missing.join(", ")),
            Refusal::NotYours { who } => return self.not_yours(who),
            Refusal::AlreadyDone { action } => return self.refusal_already_done(action),
            Refusal::NotDone { action } => return self.refusal_not_done(action),
            Refusal::Deactivated { name, .. } => return self.refusal_deactivated(name),
            Refusal::FileTooLarge { megabytes } => return self.refusal_file_too_large(*megabytes),
            Refusal::StageHoldsDeals { stage, deals } => {
                return self.refusal_stage_holds_deals(stage, &self.deals(*deals));
            }
            Refusal::Within { stage_index, action_index: None, refusal } => {
                return self.refusal_in_stage(stage_index + 1, &self.refusal(refusal));
            }
            Refusal::Within { stage_index, action_index: Some(action_index), refusal } => {
                return self.refusal_in_action(stage_index + 1, action_index + 1, &self.refusal(refusal));
            }
            Refusal::OtherCurrency { field: Field::Product, currency } => {
                return self.refusal_product_currency(currency.code());
            }
            Refusal::OtherCurrency { currency, .. } => return self.refusal_other_currency(currency.code()),
            Refusal::CurrencyFixed { currency } => return self.refusal_currency_fixed(currency.code()),
            Refusal::SavedMeanwhile { by: Some(name) } => return self.refusal_saved_meanwhile_by(name),
            Refusal::SavedMeanwhile { by: None } => self.refusal_saved_meanwhile(),
            Refusal::CategoryInUse { category } => return self.refusal_category_in_use(category),
            Refusal::TooMany { max } => return self.refusal_too_many(*max),
            Refusal::InLine { line, refusal } => {
                return self.refusal_in_line(line + 1, &self.refusal(refusal));
            }
            Refusal::Several { refusals } => {
                let said: Vec<String> = refusals.iter().map(|refusal| self.refusal(refusal)).collect();
                return said.join(" ");
            }
            Refusal::NotFound => self.refusal_not_found(),
            Refusal::LinkOver => self.refusal_link_over(),
            Refusal::SignedOut => self.refusal_signed_out(),
            Refusal::AdministratorsOnly => self.refusal_administrators_only(),
            Refusal::WrongCredentials => self.refusal_wrong_credentials(),
            Refusal::AlreadySetUp => self.refusal_already_set_up(),
            Refusal::WrongCode => self.refusal_wrong_code(),
            Refusal::WrongPassword => self.refusal_wrong_password(),
            Refusal::SecondCodeWanted => self.refusal_second_code_wanted(),
            Refusal::WrongSecondCode => self.refusal_wrong_second_code(),
            Refusal::EmailTaken => self.refusal_email_taken(),
            Refusal::Empty { .. } => self.refusal_empty(),
            Refusal::ControlCharacter { .. } => self.refusal_control_character(),
            Refusal::TooLarge { field: Field::Discount } => self.refusal_discount_too_large(),
            Refusal::TooLarge { .. } => self.refusal_too_large(),
            Refusal::CommonPassword => self.refusal_common_password(),
            Refusal::NoClient => self.refusal_no_client(),
            Refusal::Unknown { .. } => self.refusal_unknown(),
            Refusal::TimeWithoutDate => self.refusal_time_without_date(),
            Refusal::DealChanged => self.refusal_deal_changed(),
            Refusal::NotUndoable => self.refusal_not_undoable(),
            Refusal::InTheFuture { .. } => self.refusal_in_the_future(),
            Refusal::NotClosed => self.refusal_not_closed(),
            Refusal::ReasonRequired => self.refusal_reason_required(),
            Refusal::NoteRequired => self.refusal_note_required(),
            Refusal::FileRequired => self.refusal_file_required(),
            Refusal::NoteKept => self.refusal_note_kept(),
            Refusal::NotYourNote => self.refusal_not_your_note(),
            Refusal::OnlyToSee => self.refusal_only_to_see(),
            Refusal::PublicOff => self.refusal_public_off(),
            Refusal::ManagersOnly => self.refusal_only_managers(),
            Refusal::DoubtfulTaxNumber => self.refusal_doubtful_tax_number(),
            Refusal::CannotSeeDeal { name } => return self.refusal_cannot_see_deal(name),
            Refusal::NotYourDeal => self.refusal_not_your_deal(),
            Refusal::ProcessChanged => self.refusal_process_changed(),
            Refusal::NobodyChosen => self.refusal_nobody_chosen(),
            Refusal::NoStages => self.refusal_no_stages(),
            Refusal::NoDefault => self.refusal_no_default(),
            Refusal::Negative { .. } => self.refusal_negative(),
            Refusal::Itemised => self.refusal_itemised(),
            Refusal::NotWon => self.refusal_not_won(),
            Refusal::CostsOff => self.refusal_costs_off(),
            Refusal::NameTaken { .. } => self.refusal_name_taken(),
            Refusal::MalformedRequest => self.refusal_malformed_request(),
            Refusal::TooManyUploads => self.refusal_too_many_uploads(),
            Refusal::LastAdministrator => self.refusal_last_administrator(),
            Refusal::NoMail => self.refusal_no_mail(),
            Refusal::UnreadableLine { line } => return self.refusal_unreadable_line(*line),
            Refusal::UnclosedQuote { line } => return self.refusal_unclosed_quote(*line),
            Refusal::SameRow { line } => return self.refusal_same_row(*line),
            Refusal::NoRows => self.refusal_no_rows(),
            Refusal::TookTooLong => self.refusal_took_too_long(),
            Refusal::OtherVersion => self.refusal_other_version(),
            Refusal::OperationReused => self.refusal_operation_reused(),
        };
        plain.to_owned()
    }

    /// The sentence for a refusal, by the names of those whom it names. A name that is not known stays unsaid.
    pub fn refusal_naming(&self, refusal: &Refusal, person: impl Fn(UserId) -> Option<String>) -> String {
        match refusal {
            Refusal::NotYours { who: Who::People(people) } => match known(people, person) {
                Some(names) => self.refusal_only_named(people.len(), &format::names(self, &names)),
                None => self.refusal(refusal),
            },
            refusal => self.refusal(refusal),
        }
    }

    /// For whom an action is: "for Anna and Jan".
    pub fn is_for(&self, who: &Who, person: impl Fn(UserId) -> Option<String>) -> String {
        match who {
            Who::People(people) => match known(people, person) {
                Some(names) => self.may_do_people(people.len(), &format::names(self, &names)),
                None => self.may_do_people(people.len(), self.only_people()),
            },
            who => self.may_do(self.who(who)),
        }
    }

    /// Who alone may do it.
    fn not_yours(&self, who: &Who) -> String {
        match who {
            Who::People(people) => self.refusal_only_people(people.len()),
            Who::Administrators => self.refusal_only_administrators().to_owned(),
            Who::Managers | Who::Everyone => self.refusal_only_managers().to_owned(),
        }
    }

    /// Whom an action is for.
    pub fn who(&self, who: &Who) -> &'static str {
        match who {
            Who::Everyone => self.everyone(),
            Who::Managers => self.only_managers(),
            Who::Administrators => self.only_administrators(),
            Who::People(_) => self.only_people(),
        }
    }

    /// How a status is called.
    pub fn status_name(&self, status: Status) -> &'static str {
        match status {
            Status::Open => self.is_open(),
            Status::Won => self.is_won(),
            Status::Lost => self.is_lost(),
            Status::Stale => self.is_stale(),
        }
    }

    /// How a role is called.
    pub fn role_name(&self, role: Role) -> &'static str {
        match role {
            Role::Administrator => self.administrator(),
            Role::Manager => self.manager(),
            Role::Salesperson => self.salesperson(),
        }
    }

    /// What a field takes, as the object of a sentence.
    fn taken_by(&self, field: Field) -> &'static str {
        match field {
            Field::Currency => self.field_currency(),
            Field::Date | Field::DueDate | Field::ExpectedClose => self.field_date(),
            Field::Quantity => self.field_quantity(),
            Field::Discount => self.field_discount(),
            Field::DueTime => self.field_time(),
            Field::Email => self.field_email(),
            Field::Weight => self.field_weight(),
            Field::AgesAfter => self.field_ages_after(),
            Field::Value | Field::Price | Field::Amount => self.field_amount(),
            Field::Zone => self.field_zone(),
            Field::TaxNumber => self.field_tax_number(),
            Field::Website => self.field_website(),
            Field::Language => self.field_language(),
            _ => self.field_other(),
        }
    }
}

/// The names of these people, if there are some and all are known.
fn known(people: &[UserId], person: impl Fn(UserId) -> Option<String>) -> Option<Vec<String>> {
    let names: Option<Vec<String>> = people.iter().map(|user| person(*user)).collect();
    names.filter(|names| !names.is_empty())
}
